//! TLS for what guests connect to: the system's certificates, and verification always on.

use std::sync::Arc;

use anyhow::{Context, Result};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

/// A client configuration that trusts the system's certificates, and those in `extra_pem` if given.
pub fn client_config(extra_pem: Option<&str>) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    // A system certificate that cannot be read only means that its servers are not trusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = extra_pem {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            roots.add(certificate.context("invalid root certificate")?)?;
        }
    }
    let config =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
    Ok(config)
}
