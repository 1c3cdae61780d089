//! Tokens, good and bad, signed here and not by Parley.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use p256::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::{RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, rand_core::OsRng};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// A key pair of an asymmetric algorithm.
pub struct KeyPair {
    /// What it signs with.
    pub algorithm: Algorithm,
    /// The public half, as `jwt_public_key` takes it.
    pub public_pem: String,
    private: EncodingKey,
}

impl KeyPair {
    /// A new P-256 pair.
    pub fn es256() -> Self {
        let private = p256::SecretKey::random(&mut OsRng);
        let der = private.to_pkcs8_der().expect("PKCS #8");
        Self {
            algorithm: Algorithm::ES256,
            public_pem: private
                .public_key()
                .to_public_key_pem(LineEnding::LF)
                .expect("PEM"),
            private: EncodingKey::from_ec_der(der.as_bytes()),
        }
    }

    /// A new RSA pair of 2048 bits, the least that RFC 7518 allows.
    pub fn rs256() -> Self {
        let private = RsaPrivateKey::new(&mut OsRng, 2048).expect("an RSA key");
        let der = private.to_pkcs1_der().expect("PKCS #1");
        Self {
            algorithm: Algorithm::RS256,
            public_pem: private
                .to_public_key()
                .to_public_key_pem(LineEnding::LF)
                .expect("PEM"),
            private: EncodingKey::from_rsa_der(der.as_bytes()),
        }
    }

    /// A token of this pair.
    pub fn sign(&self, claims: &Value) -> String {
        encode(&Header::new(self.algorithm), claims, &self.private).expect("a token")
    }
}

/// A good viewer's claims, as Supabase makes them.
pub fn claims() -> Value {
    json!({
        "sub": "5b1f6c1e-0000-4000-8000-000000000001",
        "aud": "authenticated",
        "role": "authenticated",
        "app_metadata": { "role": "viewer" },
        "exp": from_now(3_600),
    })
}

/// The same with some claims set otherwise; null leaves one out.
pub fn claims_with(changes: &Value) -> Value {
    let mut claims = claims();
    for (name, value) in changes.as_object().expect("an object of claims") {
        if value.is_null() {
            claims.as_object_mut().expect("an object").remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

/// Seconds since 1970, this many seconds from now.
pub fn from_now(seconds: i64) -> i64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a time after 1970");
    now.as_secs().cast_signed() + seconds
}

/// A token signed with a shared secret.
pub fn hmac(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::new(algorithm), claims, &key).expect("a token")
}

/// A good viewer's token.
pub fn viewer(secret: &str) -> String {
    hmac(Algorithm::HS256, secret, &claims())
}

/// A good token of a user with this role.
pub fn of(secret: &str, role: &str, subject: &str) -> String {
    let claims = claims_with(&json!({"sub": subject, "app_metadata": {"role": role}}));
    hmac(Algorithm::HS256, secret, &claims)
}

/// A token with `alg: none` and no signature, which RFC 7519 calls unsecured.
pub fn unsecured(claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!(
        "{}.{}.",
        part(&json!({"alg": "none", "typ": "JWT"})),
        part(claims)
    )
}
