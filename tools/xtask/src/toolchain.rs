//! Compiling to `wasm32-wasip2`, with rustup or without.
//!
//! Where rustup has the target, or can fetch it, that is all there is to it. Where it cannot, as behind a mirror that
//! carries packages but no Rust releases, Debian's `rustc-web` compiles for Wasm and brings the standard library as
//! source; Cargo builds that once into `target/guest` and keeps it. Debian's compiler has no linker for components,
//! but the one in the rustup toolchain does not care which compiler made its input. What was found is remembered in
//! `target/guest/toolchain.json`, so that asking takes no time.

use crate::{
    steps::Step,
    workspace::{output_of, root, run, run_quietly, without_package},
};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The target of every guest.
pub const TARGET: &str = "wasm32-wasip2";

/// Debian's packages that compile for Wasm.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "wasi-libc"];

/// Where Debian keeps the C library for Wasm.
const DEBIAN_WASI_LIBC: &str = "/usr/lib/wasm32-wasi";

/// A way to compile guests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Toolchain {
    /// The native toolchain has the target.
    Rustup {
        /// `lib/rustlib/<host>/bin` of the native toolchain.
        linkers: PathBuf,
    },
    /// Debian's compiler with the linker of the native toolchain.
    Debian {
        /// The same.
        linkers: PathBuf,
    },
}

/// Flags for rustc, for guests alone.
const RUSTFLAGS_VARIABLE: &str = "CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS";

/// Tells `tools/wasm-ld` which linker stands behind it.
const LINKER_VARIABLE: &str = "PARLEY_WASM_LD";

impl Toolchain {
    /// Finds a way, installing what is missing where that can be done without asking.
    ///
    /// # Errors
    /// When there is none; the message says what to install.
    pub fn find() -> Result<Self> {
        let remembered = root().join("target/guest/toolchain.json");
        if let Some(toolchain) = read(&remembered).filter(Self::still_there) {
            return Ok(toolchain);
        }
        let toolchain = Self::detect()?;
        fs::create_dir_all(root().join("target/guest"))?;
        fs::write(&remembered, serde_json::to_vec_pretty(&toolchain)?)
            .with_context(|| format!("cannot write {}", remembered.display()))?;
        Ok(toolchain)
    }

    fn detect() -> Result<Self> {
        let sysroot = sysroot()?;
        if has_target(&sysroot) {
            return Ok(Self::Rustup {
                linkers: linkers(&sysroot)?,
            });
        }
        if debian_is_complete() {
            return Ok(Self::Debian {
                linkers: linkers(&sysroot)?,
            });
        }
        let step = Step::begin("Rust target wasm32-wasip2");
        if run_quietly(Command::new("rustup").args(["target", "add", TARGET])).is_ok()
            && has_target(&sysroot)
        {
            step.done("added by rustup");
            return Ok(Self::Rustup {
                linkers: linkers(&sysroot)?,
            });
        }
        let install = format!("apt-get install {}", DEBIAN_PACKAGES.join(" "));
        // SAFETY: geteuid has no preconditions and cannot fail.
        if unsafe { libc::geteuid() } == 0 && Path::new("/usr/bin/apt-get").exists() {
            // An index that cannot be refreshed may still know the packages.
            let _ = run_quietly(Command::new("apt-get").arg("update"));
            run_quietly(
                Command::new("apt-get")
                    .args(["install", "--yes", "--no-install-recommends"])
                    .args(DEBIAN_PACKAGES)
                    .env("DEBIAN_FRONTEND", "noninteractive"),
            )?;
        }
        if debian_is_complete() {
            step.done("Debian's packages");
            return Ok(Self::Debian {
                linkers: linkers(&sysroot)?,
            });
        }
        bail!(
            "cannot compile for {TARGET}: run `rustup target add {TARGET}`, or on Debian `{install}` \
             (rustup is still needed, for its linkers)"
        );
    }

    /// Whether a remembered way can still be gone.
    fn still_there(&self) -> bool {
        match self {
            Self::Rustup { linkers } => {
                linkers.exists() && sysroot().is_ok_and(|sysroot| has_target(&sysroot))
            }
            Self::Debian { linkers } => {
                linkers.join("wasm-component-ld").exists() && debian_is_complete()
            }
        }
    }

    /// `cargo <command>` for guests, built into `target/guest`.
    pub fn cargo(&self, command: &str) -> Command {
        let target_dir = root().join("target/guest");
        match self {
            Self::Rustup { linkers } => {
                let mut cargo = crate::workspace::cargo();
                cargo
                    .args([command, "--release", "--target", TARGET, "--target-dir"])
                    .arg(target_dir)
                    .env(LINKER_VARIABLE, linkers.join("gcc-ld/wasm-ld"))
                    .env(
                        RUSTFLAGS_VARIABLE,
                        format!("{LINKER_FLAG}{}", short_paths()),
                    );
                cargo
            }
            Self::Debian { linkers } => {
                let mut cargo = Command::new("/usr/bin/cargo");
                without_package(&mut cargo);
                cargo
                    .current_dir(root())
                    .args([command, "--release", "--target", TARGET, "--target-dir"])
                    .arg(target_dir)
                    .args(["-Z", "build-std=std,panic_abort"])
                    .args(["-Z", "build-std-features=optimize_for_size"])
                    .env("RUSTC", "/usr/bin/rustc")
                    // Debian ships a stable compiler with the sources that `build-std` needs.
                    .env("RUSTC_BOOTSTRAP", "1")
                    // What the outer, native Cargo set for its own children.
                    .env_remove("CARGO")
                    .env_remove("RUSTUP_TOOLCHAIN")
                    // It would replace the flags below.
                    .env_remove("RUSTFLAGS")
                    .env("CARGO_TARGET_WASM32_WASIP2_LINKER", linkers.join("wasm-component-ld"))
                    .env(LINKER_VARIABLE, linkers.join("gcc-ld/wasm-ld"))
                    .env(
                        RUSTFLAGS_VARIABLE,
                        format!(
                            "{LINKER_FLAG} -L native={DEBIAN_WASI_LIBC} -C link-self-contained=no{}",
                            short_paths()
                        ),
                    );
                cargo
            }
        }
    }

    /// Runs `cargo <command>` on guest packages with its output shown.
    ///
    /// # Errors
    /// When it fails.
    pub fn run(&self, command: &str, packages: &[&str], arguments: &[&str]) -> Result<()> {
        let mut cargo = self.cargo(command);
        for package in packages {
            cargo.args(["--package", package]);
        }
        crate::build::packages(&root().join("tools/wasm-ld"))?;
        run(cargo.args(arguments))
    }
}

/// The flag that puts `tools/wasm-ld` in the linker's place. Cargo compiles the workspace's crates in its root, so the path
/// can be from there, and a build in one checkout has the same flags as in another.
const LINKER_FLAG: &str = "-C link-arg=--wasm-ld-path=tools/wasm-ld/wasm-ld.mjs";

/// Flags that leave where crates lie on this machine out of a guest. Every place that may panic names its file: with the
/// folder of the registry before it, that was 5 kB of a component.
fn short_paths() -> String {
    let Some(home) = cargo_home() else {
        return String::new();
    };
    let folders = fs::read_dir(home.join("registry/src"));
    folders
        .into_iter()
        .flatten()
        .flatten()
        .map(|folder| format!(" --remap-path-prefix={}=", folder.path().display()))
        .collect()
}

/// Where Cargo keeps what it has fetched.
fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
}

fn read(path: &Path) -> Option<Toolchain> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

fn sysroot() -> Result<PathBuf> {
    output_of(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(root()),
    )
    .map(PathBuf::from)
    .context("`rustc` is not on PATH: install Rust with rustup")
}

fn has_target(sysroot: &Path) -> bool {
    sysroot
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir()
}

fn debian_is_complete() -> bool {
    ["/usr/bin/cargo", "/usr/bin/rustc", DEBIAN_WASI_LIBC]
        .iter()
        .all(|path| Path::new(path).exists())
        && output_of(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])).is_some_and(
            |sysroot| {
                Path::new(&sysroot)
                    .join("lib/rustlib/src/rust/library/std")
                    .is_dir()
            },
        )
}

fn linkers(sysroot: &Path) -> Result<PathBuf> {
    let host = output_of(Command::new("rustc").args(["--print", "host-tuple"])).unwrap_or_default();
    let folder = sysroot.join("lib/rustlib").join(host).join("bin");
    for linker in ["wasm-component-ld", "gcc-ld/wasm-ld"] {
        if !folder.join(linker).exists() {
            bail!(
                "the native Rust toolchain has no {linker} (looked in {}); install Rust with rustup",
                folder.display()
            );
        }
    }
    Ok(folder)
}
