//! Naming tests by the path they have.

use super::fixture::Fixture;

/// A test's path and what it does; it fails by panicking.
pub type Test = (&'static str, fn(&Fixture));

/// Makes `TESTS`, the list of a module's tests, from their names.
macro_rules! tests {
    ($($name:ident),+ $(,)?) => {
        /// This module's tests.
        pub const TESTS: &[crate::support::registry::Test] =
            &[$((concat!(module_path!(), "::", stringify!($name)), $name)),+];
    };
}
pub(crate) use tests;
