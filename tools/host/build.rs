//! Generates the bindings of Spin's interfaces from the WIT files in the `spin-sdk` crate that Cargo fetched, so
//! that guests and host are built from the same text and no copy of it lives in this repository.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{CargoOpt, MetadataCommand};

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../Cargo.lock");

    let metadata = MetadataCommand::new()
        .manifest_path("Cargo.toml")
        .features(CargoOpt::AllFeatures)
        // Without a platform, Cargo would fetch the dependencies of every platform there is.
        .other_options(vec!["--filter-platform".into(), env::var("TARGET")?])
        .exec()
        .context("cargo metadata failed; run it in tools/host to see why")?;
    let sdk = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == "spin-sdk")
        .context(
            "no crate of the workspace depends on spin-sdk, whose WIT files the host is built from",
        )?;
    let wit = sdk
        .manifest_path
        .parent()
        .context("the manifest of spin-sdk has no folder")?
        .join("wit");

    let bindings = format!(
        r#"wasmtime::component::bindgen!({{
    path: {path:?},
    inline: "
        package parley:host;
        world imports {{
            import spin:key-value/key-value@3.0.0;
            import spin:postgres/postgres@4.2.0;
            import spin:variables/variables@3.0.0;
        }}
    ",
    imports: {{ default: async | trappable }},
    with: {{
        "spin:key-value/key-value.store": crate::key_value::Store,
        "spin:postgres/postgres.connection": crate::postgres::Connection,
        "spin:postgres/postgres.connection-builder": crate::postgres::ConnectionBuilder,
    }},
    trappable_error_type: {{
        "spin:key-value/key-value.error" => self::spin::key_value::key_value::Error,
        "spin:postgres/postgres.error" => self::spin::postgres::postgres::Error,
        "spin:variables/variables.error" => self::spin::variables::variables::Error,
    }},
}});
"#,
        path = wit.as_str()
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").context("Cargo sets OUT_DIR")?);
    fs::write(out.join("bindings.rs"), bindings).context("writing bindings.rs")
}
