//! Parley's local host: runs the components of a spin.toml on Wasmtime, for development and tests.
//!
//! It is not a Spin: it grants what Spin would grant to components of the kind Parley has, through the same
//! libraries, and refuses the rest with a message. The README lists the differences. Production is Spin.

pub mod allowed_hosts;
pub mod bindings;
pub mod calls;
pub mod clock;
pub mod control;
pub mod engine;
pub mod files;
pub mod guest;
pub mod host;
pub mod instances;
pub mod key_value;
pub mod manifest;
pub mod outbound_http;
pub mod postgres;
pub mod route;
pub mod runtime_config;
pub mod server;
pub mod template;
pub mod tls;
pub mod variables;
