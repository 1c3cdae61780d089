//! The three signatures tokens may carry, for `jsonwebtoken` to check with.
//!
//! The crate's own provider brings every algorithm it knows, P-384, Ed25519 and all signing among them, and a guest
//! carries them whether they are used or not (340 kB, docs/decisions/002). This one brings HS256, ES256 and RS256, from the
//! same RustCrypto crates, and cannot sign.

use hmac::{Hmac, Mac};
use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind,
    crypto::{CryptoProvider, JwtVerifier, KeyUtils},
    errors::{ErrorKind, Result},
    signature::{Error, Verifier},
};
use p256::ecdsa::{Signature, VerifyingKey};
use rsa::{
    Pkcs1v15Sign, RsaPublicKey,
    pkcs1::{DecodeRsaPublicKey, EncodeRsaPublicKey},
    pkcs8::DecodePublicKey,
};
use sha2::{Digest, Sha256};

/// Makes this provider the instance's; doing so again changes nothing.
pub(super) fn install() {
    static PROVIDER: CryptoProvider = CryptoProvider {
        signer_factory: |_, _| Err(ErrorKind::InvalidAlgorithm.into()),
        verifier_factory: verifier,
        // For JSON Web Keys, which Parley does not read.
        key_utils: KeyUtils::new_unimplemented(),
    };
    let _ = PROVIDER.install_default();
}

/// A PEM public key with the algorithm it is for; `None` if it is neither P-256 nor RSA.
pub(super) fn public_key(pem: &str) -> Option<(DecodingKey, Algorithm)> {
    if let Ok(key) = p256::PublicKey::from_public_key_pem(pem) {
        return Some((
            DecodingKey::from_ec_der(&key.to_sec1_bytes()),
            Algorithm::ES256,
        ));
    }
    let key = RsaPublicKey::from_public_key_pem(pem)
        .or_else(|_| RsaPublicKey::from_pkcs1_pem(pem))
        .ok()?;
    Some((
        DecodingKey::from_rsa_der(key.to_pkcs1_der().ok()?.as_bytes()),
        Algorithm::RS256,
    ))
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    match (algorithm, key.kind()) {
        (Algorithm::HS256, DecodingKeyKind::SecretOrDer(secret)) => {
            let mac = Hmac::new_from_slice(secret).map_err(|_| ErrorKind::InvalidKeyFormat)?;
            Ok(Box::new(Hs256(mac)))
        }
        (Algorithm::ES256, DecodingKeyKind::SecretOrDer(point)) => {
            let key =
                VerifyingKey::from_sec1_bytes(point).map_err(|_| ErrorKind::InvalidEcdsaKey)?;
            Ok(Box::new(Es256(key)))
        }
        (Algorithm::RS256, DecodingKeyKind::SecretOrDer(der)) => {
            let key = RsaPublicKey::from_pkcs1_der(der).map_err(|_| ErrorKind::InvalidKeyFormat)?;
            Ok(Box::new(Rs256(key)))
        }
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

struct Hs256(Hmac<Sha256>);

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        self.0
            .clone()
            .chain_update(message)
            .verify_slice(signature)
            .map_err(Error::from_source)
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

struct Es256(VerifyingKey);

impl Verifier<Vec<u8>> for Es256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        self.0.verify(message, &Signature::from_slice(signature)?)
    }
}

impl JwtVerifier for Es256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

struct Rs256(RsaPublicKey);

impl Verifier<Vec<u8>> for Rs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let digest = Sha256::digest(message);
        self.0
            .verify(Pkcs1v15Sign::new::<Sha256>(), &digest, signature)
            .map_err(Error::from_source)
    }
}

impl JwtVerifier for Rs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}
