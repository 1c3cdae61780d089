//! x
use crate::support::registry::Test;
pub const TESTS: &[Test] = &[];
