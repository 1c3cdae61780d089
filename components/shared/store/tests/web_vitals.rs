//! The statement on web vitals: what a browser sent travels as parameters.

use parley_domain::web_vital::{Measurement, Metric, Report};
use parley_store::{
    statement::Value,
    web_vitals::{MAX_REPORTS_PER_MINUTE, store},
};

#[test]
fn what_was_sent_is_in_parameters_alone() {
    let report = Report {
        page: "/'; DROP TABLE web_vitals --".to_owned(),
        measurements: vec![Measurement {
            metric: Metric::Lcp,
            value: 1840.5,
        }],
    };
    let (text, parameters) = store("the subject", &report)
        .expect("a statement")
        .into_parts();
    assert!(!text.contains("DROP") && !text.contains("the subject"));
    assert_eq!(
        parameters,
        [
            Value::Text("the subject".to_owned()),
            Value::Integer(MAX_REPORTS_PER_MINUTE),
            Value::Text(report.page),
            Value::Text(r#"[{"metric":"LCP","value":1840.5}]"#.to_owned()),
        ]
    );
}
