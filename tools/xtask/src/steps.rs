//! What a person sees while something takes long: a line for each step, with the time it took.
//!
//! All of it goes to standard error; standard output is for what a program may want to read.

use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{IsTerminal, stderr},
    time::{Duration, Instant},
};

/// A step under way. It counts as done when [`Step::done`] says so; dropped before, its line goes away.
pub struct Step {
    bar: ProgressBar,
    started: Instant,
    name: String,
}

impl Step {
    /// Begins a step without a known length.
    pub fn begin(name: &str) -> Self {
        Self::with_bar(name, ProgressBar::new_spinner())
    }

    /// Begins a step that counts to `length`.
    pub fn counting(name: &str, length: u64) -> Self {
        let style =
            ProgressStyle::with_template("  {msg:<40} {bar:30} {human_pos}/{human_len} {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self::with_bar(name, ProgressBar::new(length).with_style(style))
    }

    fn with_bar(name: &str, bar: ProgressBar) -> Self {
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self {
            bar,
            started: Instant::now(),
            name: name.to_owned(),
        }
    }

    /// The bar, for work that reports its own progress.
    pub fn bar(&self) -> &ProgressBar {
        &self.bar
    }

    /// Ends the step with a line that stays.
    pub fn done(self, outcome: &str) {
        self.bar.finish_and_clear();
        let mark = if stderr().is_terminal() {
            "\u{2713} "
        } else {
            ""
        };
        eprintln!(
            "  {mark}{}: {outcome} ({:.1} s)",
            self.name,
            self.started.elapsed().as_secs_f64()
        );
    }
}
