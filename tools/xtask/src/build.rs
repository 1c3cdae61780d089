//! Components, dashboard and local host, each only where something changed.

use crate::{
    steps::Step,
    toolchain::{TARGET, Toolchain},
    workspace::{self, root, run_quietly},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

/// The components, by the names they have in `spin.toml`.
pub const COMPONENTS: [&str; 10] = [
    "list",
    "count",
    "conversation",
    "bulk",
    "import",
    "export",
    "templates",
    "metrics",
    "inspect",
    "dashboard",
];

/// Builds components; all of them where `names` is empty. Asked for the dashboard, it also builds its bundle.
///
/// # Errors
/// For an unknown name, and when a build fails.
pub fn components(names: &[String]) -> Result<()> {
    if let Some(unknown) = names
        .iter()
        .find(|name| !COMPONENTS.contains(&name.as_str()))
    {
        bail!(
            "there is no component `{unknown}`; there are {}",
            COMPONENTS.join(", ")
        );
    }
    let wanted = |name: &&&str| names.is_empty() || names.iter().any(|wanted| wanted == **name);
    let packages: Vec<String> = COMPONENTS
        .iter()
        .filter(wanted)
        .map(|name| format!("parley-{name}"))
        .collect();
    if packages.iter().any(|package| package == "parley-dashboard") {
        bundle()?;
    }
    let packages: Vec<&str> = packages.iter().map(String::as_str).collect();
    // With Cargo's own progress: the first build compiles the standard library too, and takes minutes.
    Toolchain::find()?.run("build", &packages, &[])
}

/// Builds the components of `tests/api/guests`, which only the API tests run.
///
/// # Errors
/// When a build fails.
pub fn test_guests() -> Result<()> {
    Toolchain::find()?.run("build", &["parley-panics"], &[])
}

/// Where a component's build lies.
pub fn component_path(name: &str) -> PathBuf {
    root()
        .join("target/guest")
        .join(TARGET)
        .join("release")
        .join(format!("parley_{}.wasm", name.replace('-', "_")))
}

/// Builds the local host and answers where it lies.
///
/// # Errors
/// When the build fails.
pub fn host() -> Result<PathBuf> {
    host_with(&[])
}

/// As [`host`], with its own code optimised like its dependencies: it serves two to three times as many requests, and
/// takes minutes to build.
///
/// # Errors
/// When the build fails.
pub fn optimised_host() -> Result<PathBuf> {
    host_with(&["--config", "profile.dev.package.parley-host.opt-level=2"])
}

fn host_with(arguments: &[&str]) -> Result<PathBuf> {
    native("parley-host", arguments)
}

/// Builds the native server that the list is measured against, as optimised as the host, and answers where it lies.
///
/// # Errors
/// When the build fails.
pub fn native_server() -> Result<PathBuf> {
    let optimised = "profile.dev.package.parley-native.opt-level=2";
    native("parley-native", &["--config", optimised])
}

fn native(package: &str, arguments: &[&str]) -> Result<PathBuf> {
    let mut build = workspace::cargo();
    workspace::run(build.args(["build", "--package", package]).args(arguments))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(root().join(target).join("debug").join(package))
}

/// Installs the dashboard's packages and builds its bundle, each where its input is newer.
///
/// # Errors
/// When npm is missing or fails.
pub fn bundle() -> Result<()> {
    let folder = root().join("static");
    packages(&folder)?;
    let built = modified(&folder.join("dist/index.html"));
    let sources = [
        "../docs/openapi.yaml",
        "src",
        "public",
        "scripts",
        "index.html",
        "vite.config.ts",
        "package-lock.json",
        "tsconfig.json",
    ];
    if built.is_some()
        && sources
            .iter()
            .filter_map(|name| newest(&folder.join(name)))
            .max()
            <= built
    {
        return Ok(());
    }
    let step = Step::begin("Dashboard bundle");
    run_quietly(npm().args(["run", "build"]).current_dir(&folder))?;
    step.done("built");
    Ok(())
}

/// Installs a folder's npm packages as its lock file names them, if they are not there yet.
///
/// # Errors
/// When npm is missing or fails.
pub fn packages(folder: &Path) -> Result<()> {
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && modified(&folder.join("package-lock.json")) <= installed {
        return Ok(());
    }
    let step = Step::begin("npm packages");
    run_quietly(npm().arg("ci").current_dir(folder))
        .context("building needs Node.js 20 or later with npm 11 on PATH")?;
    // npm leaves the marker's time as it was when nothing had to change.
    if let Ok(marker) = fs::File::options()
        .append(true)
        .open(folder.join("node_modules/.package-lock.json"))
    {
        marker.set_modified(SystemTime::now())?;
    }
    step.done("installed");
    Ok(())
}

/// `npm`.
pub fn npm() -> Command {
    Command::new("npm")
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .ok()
}

/// The latest change of a file or of anything below a folder.
fn newest(path: &Path) -> Option<SystemTime> {
    let below = fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| newest(&entry.path()));
    below.chain(modified(path)).max()
}
