//! Reports of web vitals, as the API reads them.

use parley_domain::{
    document::Fields,
    web_vital::{Measurement, Metric, Report},
};

fn read(body: &str) -> Result<Report, Vec<(String, &'static str)>> {
    let fields = Fields::read(body.as_bytes()).expect("a JSON object");
    Report::read(fields).map_err(|errors| {
        errors
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect()
    })
}

#[test]
fn a_report_is_a_page_and_what_was_measured() {
    let report = read(
        r#"{"page": "/a/:id", "metrics": [{"name": "TTFB", "value": 0}, {"name": "CLS", "value": 0.125}]}"#,
    );
    let measured = |metric, value| Measurement { metric, value };
    let expected = Report {
        page: "/a/:id".to_owned(),
        measurements: vec![measured(Metric::Ttfb, 0.0), measured(Metric::Cls, 0.125)],
    };
    assert_eq!(report, Ok(expected));
}

#[test]
fn every_error_of_a_report_is_named_at_once() {
    let report = read(
        r##"{"page": "#token", "metrics": [{"name": "LCP"}, {"name": "FID", "value": 1e300}], "more": 1}"##,
    );
    let named = |field: &str, code| (field.to_owned(), code);
    assert_eq!(
        report,
        Err(vec![
            named("page", "not_a_page"),
            named("metrics[0].value", "required"),
            named("metrics[1].name", "unknown_value"),
            named("metrics[1].value", "out_of_range"),
            named("more", "unknown_field"),
        ])
    );
}
