//! A bearer token becomes a caller with a role.
//!
//! Tokens are Supabase-compatible JWTs: `sub`, `aud` and `exp` are required, `nbf` is honoured, `iss` is checked where
//! one is configured. The algorithm is decided here, by the kind of key that is configured, and never by the token: a
//! token that names an algorithm without a key (`none`, or HS256 where only a public key is set) has no key to be
//! checked with. There is no leeway on `exp`: a token is good until its second and not after.
//!
//! The role is `app_metadata.role` where that is one of ours, else the top-level `role`. Only a server can write
//! either claim; Supabase's `user_metadata`, which users write themselves, is not looked at.

mod known;
mod signature;

use crate::config::misconfigured;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, errors::ErrorKind};
use parley_domain::{
    problem::{Kind, Problem},
    role::{Caller, Role},
};
use serde::Deserialize;
use spin_sdk::http::HeaderMap;
use subtle::ConstantTimeEq;

/// The keys tokens are checked with, each with the one algorithm it is for.
pub struct Keys(Vec<(DecodingKey, Validation)>);

#[derive(Clone, Deserialize)]
struct Claims {
    sub: String,
    /// Seconds since 1970, which a token may give with a fraction.
    exp: f64,
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    app_metadata: AppMetadata,
}

#[derive(Clone, Default, Deserialize)]
struct AppMetadata {
    #[serde(default)]
    role: Option<String>,
}

impl Keys {
    /// The keys of an HS256 secret and of a PEM public key (ES256 or RS256); either may be empty, not both.
    pub fn new(
        secret: &str,
        public_key: &str,
        audience: &str,
        issuer: &str,
    ) -> Result<Self, Problem> {
        if audience.is_empty() {
            return Err(misconfigured("jwt_audience", "is empty"));
        }
        signature::install();
        let mut keys = Vec::new();
        if !secret.is_empty() {
            keys.push((
                DecodingKey::from_secret(secret.as_bytes()),
                Algorithm::HS256,
            ));
        }
        if !public_key.is_empty() {
            keys.push(signature::public_key(public_key).ok_or_else(|| {
                misconfigured(
                    "jwt_public_key",
                    "is not a PEM public key for ES256 or RS256",
                )
            })?);
        }
        if keys.is_empty() {
            return Err(misconfigured(
                "jwt_secret",
                "is empty, and so is jwt_public_key: no caller can be known",
            ));
        }
        Ok(Self(
            keys.into_iter()
                .map(|(key, algorithm)| (key, validation(algorithm, audience, issuer)))
                .collect(),
        ))
    }

    /// Who is calling: 401 without a good token, 403 where its role is less than `least`.
    pub fn caller(&self, headers: &HeaderMap, least: Role) -> Result<Caller, Problem> {
        let token = bearer(headers)
            .ok_or_else(|| unauthorized("send a token: Authorization: Bearer <JWT>"))?;
        let claims = match known::get(token) {
            Some(claims) => claims,
            None => {
                let claims = self.claims(token)?;
                known::put(token, &claims);
                claims
            }
        };
        let role: Role = [claims.app_metadata.role, claims.role]
            .into_iter()
            .flatten()
            .find_map(|role| role.parse().ok())
            .ok_or_else(|| forbidden(least, "none of Parley's roles"))?;
        if role < least {
            return Err(forbidden(least, role.name()));
        }
        Ok(Caller {
            subject: claims.sub,
            role,
        })
    }

    fn claims(&self, token: &str) -> Result<Claims, Problem> {
        let malformed = || unauthorized("the token is not a JWT this API accepts");
        let algorithm = decode_header(token)
            .map_err(|error| malformed().because(error))?
            .alg;
        let (key, validation) = self
            .0
            .iter()
            .find(|(_, validation)| validation.algorithms.contains(&algorithm))
            .ok_or_else(malformed)?;
        decode(token, key, validation)
            .map(|token| token.claims)
            .map_err(|error| {
                let detail = match error.kind() {
                    ErrorKind::ExpiredSignature => "the token has expired",
                    ErrorKind::ImmatureSignature => "the token is not valid yet",
                    ErrorKind::InvalidAudience => "the token is for another audience",
                    ErrorKind::InvalidIssuer => "the token is from another issuer",
                    ErrorKind::InvalidSignature => "the token's signature does not hold",
                    _ => return malformed().because(error),
                };
                unauthorized(detail)
            })
    }
}

fn validation(algorithm: Algorithm, audience: &str, issuer: &str) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.leeway = 0;
    validation.validate_nbf = true;
    validation.set_audience(&[audience]);
    validation.set_required_spec_claims(&["exp", "aud", "sub"]);
    if !issuer.is_empty() {
        validation.set_issuer(&[issuer]);
        validation.set_required_spec_claims(&["exp", "aud", "sub", "iss"]);
    }
    validation
}

/// Whether the bearer token is this one, in a time that tells nothing of where the two differ; never where it is empty.
pub(crate) fn is_token(headers: &HeaderMap, token: &str) -> bool {
    let given = bearer(headers).unwrap_or_default();
    !token.is_empty() && bool::from(given.as_bytes().ct_eq(token.as_bytes()))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get("authorization")?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn unauthorized(detail: &'static str) -> Problem {
    Problem::new(Kind::Unauthorized, detail)
}

fn forbidden(least: Role, has: &str) -> Problem {
    Problem::new(
        Kind::Forbidden,
        format!("this takes the role {least}; the token says {has}"),
    )
}
