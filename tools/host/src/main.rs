//! The command `parley-host`. Its flags and its standard output follow `spin up`.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, Result};
use clap::Parser;
use parley_host::{
    host::{Host, Options},
    server,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// Runs the components of a spin.toml on Wasmtime, for development and tests.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The manifest, or the folder that holds a spin.toml.
    #[arg(short, long, default_value = "spin.toml", value_name = "PATH")]
    from: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:3000", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The runtime-config file: key-value stores and variable providers.
    #[arg(long, env = "RUNTIME_CONFIG_FILE", value_name = "PATH")]
    runtime_config_file: Option<PathBuf>,
    /// Where the default key-value store is kept [default: .spin beside the manifest].
    #[arg(long, value_name = "PATH")]
    state_dir: Option<PathBuf>,
    /// Where compiled code is kept, which several hosts may share [default: `compiled` in the state folder].
    #[arg(long, value_name = "PATH")]
    compiled_dir: Option<PathBuf>,
    /// For tests: where to listen for the control interface (clock, faults, calls, memory).
    #[arg(long, value_name = "ADDRESS")]
    control: Option<SocketAddr>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting the runtime")
        .and_then(|runtime| runtime.block_on(run(arguments)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<()> {
    eprintln!("parley-host is a development host; in production these components run on Spin.");
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    };

    let host = Host::load(&Options {
        manifest: arguments.from,
        runtime_config: arguments.runtime_config_file,
        state_folder: arguments.state_dir,
        compiled_folder: arguments.compiled_dir,
    })?;
    let (listener, address) = listen(arguments.listen, "--listen").await?;
    host.client.set_own_address(address);
    if let Some(control_address) = arguments.control {
        let (listener, address) = listen(control_address, "--control").await?;
        println!("Control http://{address}");
        let control = Arc::clone(&host.control);
        let respond = move |request, _| Arc::clone(&control).respond(request);
        tokio::spawn(server::serve(listener, respond, std::future::pending()));
    }

    println!("Serving http://{address}");
    println!("Available Routes:");
    for (route, component) in host.application.router.routes() {
        let wildcard = if route.ends_with("/...") {
            " (wildcard)"
        } else {
            ""
        };
        let path = route.strip_suffix("/...").unwrap_or(route);
        println!("  {component}: http://{address}{path}{wildcard}");
    }

    let application = Arc::clone(&host.application);
    let respond = move |request, client| Arc::clone(&application).respond(request, client);
    server::serve(listener, respond, stop).await
}

async fn listen(address: SocketAddr, flag: &str) -> Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; choose another address with {flag}")
    })?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
