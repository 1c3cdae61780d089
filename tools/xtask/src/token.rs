//! The secret of a data directory, and tokens signed with it.
//!
//! Development only: in production, tokens come from Supabase Auth or another issuer, and Parley only checks them.

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use jsonwebtoken::{EncodingKey, Header, encode};
use rand::RngExt;
use serde_json::json;
use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The audience that `spin.toml` expects unless told otherwise.
pub const AUDIENCE: &str = "authenticated";

/// A role to put into a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Reads.
    Viewer,
    /// Also decides, edits, imports and exports.
    Reviewer,
    /// Also manages everything else.
    Admin,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Reviewer => "reviewer",
            Self::Admin => "admin",
        }
    }
}

/// The secret of a data directory, made at random on first use and readable by its owner alone.
///
/// # Errors
/// When the directory cannot be written.
pub fn secret(data_dir: &Path) -> Result<String> {
    let path = path(data_dir);
    if let Ok(secret) = fs::read_to_string(&path) {
        return Ok(secret);
    }
    fs::create_dir_all(data_dir)
        .with_context(|| format!("cannot create {}", data_dir.display()))?;
    let secret = random_secret();
    let file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path);
    match file.and_then(|mut file| file.write_all(secret.as_bytes())) {
        Ok(()) => Ok(secret),
        // Another program made it at the same moment: its secret is as good.
        Err(error) => fs::read_to_string(&path)
            .with_context(|| format!("cannot write {}: {error}", path.display())),
    }
}

/// The secret that `up` made earlier.
///
/// # Errors
/// When there is none.
pub fn existing_secret(data_dir: &Path) -> Result<String> {
    match fs::read_to_string(path(data_dir)) {
        Ok(secret) => Ok(secret),
        Err(_) => bail!(
            "{} has no secret yet: run `cargo xtask up` first, or give its --data-dir",
            data_dir.display()
        ),
    }
}

/// 256 random bits in hexadecimal.
pub fn random_secret() -> String {
    rand::rng()
        .random::<[u8; 32]>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// An HS256 token with a role, good from now for `ttl`.
///
/// # Errors
/// When the clock stands before 1970.
pub fn sign(secret: &str, role: Role, ttl: Duration) -> Result<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let claims = json!({
        "sub": format!("local-{}", role.name()),
        "aud": AUDIENCE,
        "app_metadata": { "role": role.name() },
        "iat": now.as_secs(),
        "exp": (now + ttl).as_secs(),
    });
    Ok(encode(
        &Header::default(),
        &claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )?)
}

/// Reads a time to live such as `90s`, `15m`, `8h` or `30d`.
///
/// # Errors
/// When it is none.
pub fn parse_ttl(text: &str) -> Result<Duration> {
    let unit_seconds = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        _ => bail!("write a number with a unit: 90s, 15m, 8h or 30d"),
    };
    let number: u64 = text
        .get(..text.len().saturating_sub(1))
        .and_then(|number| number.parse().ok())
        .context("write a whole number before the unit: 90s, 15m, 8h or 30d")?;
    Ok(Duration::from_secs(number.saturating_mul(unit_seconds)))
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("jwt-secret")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ttl_has_a_unit() {
        assert_eq!(parse_ttl("15m").ok(), Some(Duration::from_secs(900)));
        for wrong in ["", "15", "m", "1.5h", "-1h"] {
            assert!(parse_ttl(wrong).is_err(), "{wrong:?} was accepted");
        }
    }

    #[test]
    fn a_secret_is_made_once() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        assert!(existing_secret(folder.path()).is_err());
        let made = secret(folder.path()).expect("a secret");
        assert_eq!(secret(folder.path()).expect("the same"), made);
        assert_eq!(existing_secret(folder.path()).expect("the same"), made);
    }
}
