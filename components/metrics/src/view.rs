//! The answers to probes.

use parley_platform::readiness::{Check, Readiness};

/// The answer of `/healthz`.
pub const HEALTH: &[u8] = br#"{"status":"ok"}"#;

/// The answer of `/readyz`.
pub fn readiness(readiness: &Readiness) -> Vec<u8> {
    let Readiness {
        configuration,
        postgres,
        key_value,
    } = readiness;
    let status = match (readiness.is_ready(), key_value.is_ok) {
        (true, true) => "ok",
        (true, false) => "degraded",
        (false, _) => "failed",
    };
    let (configuration, postgres, key_value) =
        (check(configuration), check(postgres), check(key_value));
    format!(
        r#"{{"status":"{status}","checks":{{"configuration":{configuration},"postgres":{postgres},"keyValue":{key_value}}}}}"#
    )
    .into_bytes()
}

fn check(check: &Check) -> String {
    let status = if check.is_ok { "ok" } else { "failed" };
    format!(r#"{{"status":"{status}","ms":{}}}"#, check.took)
}
