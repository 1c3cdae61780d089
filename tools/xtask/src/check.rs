//! What can be said of the code without running it: formatting, lints, licences, sizes.

use crate::{
    build::{self, COMPONENTS, component_path},
    steps::Step,
    workspace::{self, cargo, root, run, run_quietly},
};
use anyhow::{Context, Result, bail};
use std::fs;

/// The most a component may weigh, in bytes (performance.md: 700 kB).
pub const COMPONENT_BUDGET_BYTES: u64 = 700_000;

/// Crates that are built for guests, and so checked with the guests' compiler.
const GUESTS: [&str; 13] = [
    "parley-platform",
    "parley-list",
    "parley-count",
    "parley-conversation",
    "parley-bulk",
    "parley-import",
    "parley-export",
    "parley-templates",
    "parley-metrics",
    "parley-inspect",
    "parley-dashboard",
    "parley-panics",
    "parley-bare",
];

/// Licences a dependency may have. The last line holds permissive ones that few crates have: Unicode's for its own
/// tables, Boost's, zlib's and Mozilla's list of certificate authorities, which is data.
const LICENCES: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MPL-2.0",
    "MPL-2.0+",
    "0BSD",
    "Unicode-3.0",
    "BSL-1.0",
    "Zlib",
    "CDLA-Permissive-2.0",
    "Unlicense",
];

/// Runs every check.
///
/// # Errors
/// At the first that does not pass.
pub fn check() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    lints()?;
    licences()?;
    build::components(&[])?;
    sizes()?;
    let dashboard = root().join("static");
    for script in ["lint", "typecheck", "check:size"] {
        let step = Step::begin(&format!("Dashboard {script}"));
        run_quietly(build::npm().args(["run", script]).current_dir(&dashboard))?;
        step.done("passes");
    }
    Ok(())
}

fn lints() -> Result<()> {
    let mut native = cargo();
    native.args(["clippy", "--quiet", "--workspace", "--all-targets"]);
    for guest in GUESTS {
        native.args(["--exclude", guest]);
    }
    run(native.args(["--", "-D", "warnings"]))?;
    guest_lints()
}

/// Guests are linted with the native toolchain for the native target: Debian's compiler comes without clippy, and what
/// clippy reads of a guest is the same on every target.
fn guest_lints() -> Result<()> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--quiet", "--lib"]);
    for guest in GUESTS {
        clippy.args(["--package", guest]);
    }
    clippy.args(["--", "-D", "warnings"]);
    run(&mut clippy)
}

/// Every crate in the lock file has a licence that Parley accepts.
fn licences() -> Result<()> {
    let step = Step::begin("Licences");
    let metadata =
        workspace::output_of(cargo().args(["metadata", "--format-version", "1", "--locked"]))
            .context("`cargo metadata` failed; is Cargo.lock up to date?")?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"]
        .as_array()
        .context("`cargo metadata` named no packages")?;
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_accepted(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{} ({})", package["name"], package["license"]))
        .collect();
    if !refused.is_empty() {
        bail!("licences that are not accepted: {}", refused.join(", "));
    }
    step.done(&format!("{} crates, all accepted", packages.len()));
    Ok(())
}

/// An SPDX expression is accepted where one side of each `OR` is, and all of each `AND`.
fn is_accepted(expression: &str) -> bool {
    let expression = expression.replace(['(', ')'], " ").replace('/', " OR ");
    expression
        .split(" AND ")
        .all(|all| all.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

fn sizes() -> Result<()> {
    let mut over = Vec::new();
    for name in COMPONENTS {
        let path = component_path(name);
        let bytes = fs::metadata(&path)
            .with_context(|| format!("cannot read {}", path.display()))?
            .len();
        eprintln!(
            "  {name}: {:.0} kB of {:.0} kB",
            bytes as f64 / 1e3,
            COMPONENT_BUDGET_BYTES as f64 / 1e3
        );
        if bytes > COMPONENT_BUDGET_BYTES {
            over.push(name);
        }
    }
    if !over.is_empty() {
        bail!("over the size budget: {}", over.join(", "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_accepted;

    #[test]
    fn one_accepted_side_of_an_or_is_enough() {
        assert!(is_accepted("MIT OR GPL-3.0"));
        assert!(is_accepted("MIT/Apache-2.0"));
        assert!(is_accepted("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!is_accepted("MIT AND GPL-3.0"));
        assert!(!is_accepted(""));
    }
}
