//! Charts as SVG that stands in the document.

use super::html::{escaped, with_unit};
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 160.0;

/// A bar's height with the space below it, and where bars begin: names stand before them.
const BAR: f64 = 22.0;
const NAMES: f64 = 200.0;

/// Room for the figure behind the longest bar.
const FIGURES: f64 = 90.0;

/// Draws a bar for each; nothing where there are none.
pub fn bars(html: &mut String, caption: &str, unit: &str, all: &[(String, f64)]) {
    let most = all.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    if most <= 0.0 {
        return;
    }
    let height = BAR * all.len() as f64;
    begin(html, caption, height);
    for (place, (name, value)) in all.iter().enumerate() {
        let y = BAR * place as f64;
        let length = (WIDTH - NAMES - FIGURES) * value / most;
        let _ = writeln!(
            html,
            "<text x=\"{}\" y=\"{:.0}\" text-anchor=\"end\" font-size=\"13\">{}</text>\
             <rect x=\"{NAMES}\" y=\"{:.0}\" width=\"{length:.1}\" height=\"16\" fill=\"#2457c5\"/>\
             <text x=\"{:.1}\" y=\"{:.0}\" font-size=\"13\">{}</text>",
            NAMES - 8.0,
            y + 14.0,
            escaped(name),
            y + 2.0,
            NAMES + length + 6.0,
            y + 14.0,
            with_unit(*value, unit)
        );
    }
    end(html);
}

/// Draws a line through points in order of time, from zero up; nothing where there are fewer than two.
pub fn line(html: &mut String, caption: &str, unit: &str, points: &[(f64, f64)]) {
    let (Some((first, _)), Some((last, at_end))) = (points.first(), points.last()) else {
        return;
    };
    let most = points.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    if last <= first || most <= 0.0 {
        return;
    }
    let caption = format!(
        "{caption}: up to {}, {} at the end, over {:.0} s",
        with_unit(most, unit),
        with_unit(*at_end, unit),
        last - first
    );
    begin(html, &caption, HEIGHT);
    let _ = write!(
        html,
        "<line x1=\"0\" y1=\"{HEIGHT}\" x2=\"{WIDTH}\" y2=\"{HEIGHT}\" stroke=\"#d5dae1\"/>\n<polyline points=\""
    );
    for (at, value) in points {
        let x = WIDTH * (at - first) / (last - first);
        let y = HEIGHT - HEIGHT * value / most;
        let _ = write!(html, "{x:.1},{y:.1} ");
    }
    html.push_str("\" fill=\"none\" stroke=\"#2457c5\" stroke-width=\"2\"/>\n");
    end(html);
}

fn begin(html: &mut String, caption: &str, height: f64) {
    let caption = escaped(caption);
    let _ = writeln!(
        html,
        "<figure>\n<figcaption>{caption}</figcaption>\n\
         <svg viewBox=\"-2 -2 {} {}\" role=\"img\" aria-label=\"{caption}\">",
        WIDTH + 4.0,
        height + 4.0
    );
}

fn end(html: &mut String) {
    html.push_str("</svg>\n</figure>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_leaves_room_for_its_figure() {
        let mut html = String::new();
        let all = [("a".to_owned(), 5.0), ("b".to_owned(), 10.0)];
        bars(&mut html, "Times", "ms", &all);
        assert!(html.contains("width=\"430.0\"") && html.contains("width=\"215.0\""));
        assert!(html.contains("aria-label=\"Times\""));
    }

    #[test]
    fn a_line_goes_from_one_end_to_the_other() {
        let mut html = String::new();
        line(&mut html, "Memory", "MB", &[(10.0, 50.0), (20.0, 100.0)]);
        assert!(html.contains("points=\"0.0,80.0 720.0,0.0 \""), "{html}");
        assert!(html.contains("up to 100 MB, 100 MB at the end, over 10 s"));
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let mut html = String::new();
        bars(&mut html, "Times", "ms", &[]);
        line(&mut html, "Memory", "MB", &[(1.0, 2.0)]);
        assert_eq!(html, "");
    }
}
