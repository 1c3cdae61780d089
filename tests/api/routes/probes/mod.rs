//! `/healthz` and `/readyz`.

pub mod get;
