//! A series as a line, in SVG.

use super::{html::escape, number};
use std::fmt::Write as _;

const WIDTH: usize = 720;
const HEIGHT: usize = 160;

/// Writes a chart of these points, which are in order of time; nothing where there are fewer than two.
pub(super) fn write(
    html: &mut String,
    caption: &str,
    unit: &str,
    points: &[(&Option<String>, Option<f64>)],
) {
    let values: Vec<(&str, f64)> = points
        .iter()
        .filter_map(|(at, value)| Some((at.as_deref()?, (*value)?)))
        .collect();
    let (Some((first, _)), Some((last, _)), true) =
        (values.first(), values.last(), values.len() > 1)
    else {
        return;
    };
    let most = values
        .iter()
        .fold(0.0_f64, |most, (_, value)| most.max(*value));
    let scale = if most > 0.0 {
        HEIGHT as f64 / most
    } else {
        0.0
    };
    let mut line = String::new();
    for (index, (_, value)) in values.iter().enumerate() {
        let x = index * WIDTH / (values.len() - 1);
        let y = HEIGHT - ((value * scale) as usize).min(HEIGHT);
        let _ = write!(line, "{x},{y} ");
    }
    html.push_str("<figure>\n<figcaption>");
    let mut label = format!("{caption}, up to {}{unit}, from ", number(Some(most)));
    label.push_str(first);
    label.push_str(" to ");
    label.push_str(last);
    escape(html, &label);
    html.push_str("</figcaption>\n<svg viewBox=\"-2 -2 724 164\" role=\"img\" aria-label=\"");
    escape(html, &label);
    let _ = write!(
        html,
        "\">\n<line x1=\"0\" y1=\"{HEIGHT}\" x2=\"{WIDTH}\" y2=\"{HEIGHT}\" stroke=\"#d5dae1\"/>\n\
         <polyline points=\"{}\" fill=\"none\" stroke=\"#2457c5\" stroke-width=\"2\"/>\n</svg>\n</figure>\n",
        line.trim_end()
    );
}
