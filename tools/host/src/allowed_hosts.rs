//! The allow list of a component: which `scheme://host:port` it may call.
//!
//! The rules are Spin's: `*` for any scheme, host or port, `*.domain` for subdomains (not the domain itself), a CIDR
//! block for addresses, `first..end` for ports below `end`, the scheme's own port where none is written, and `self`
//! for the application itself. An item that variables make empty allows nothing and is no error, so that an optional
//! endpoint can be left unset.

use anyhow::{Context, Result, bail, ensure};
use ip_network::IpNetwork;
use url::Host;

use crate::{template::Template, variables::Variables};

/// What a component may reach.
#[derive(Debug, Default)]
pub struct AllowedHosts {
    items: Vec<Item>,
}

#[derive(Debug)]
struct Item {
    /// `None` allows any scheme.
    scheme: Option<String>,
    host: HostPattern,
    ports: Ports,
}

#[derive(Debug)]
enum HostPattern {
    Any,
    /// The suffix, with its leading dot.
    Subdomain(String),
    Application,
    One(Host),
    Block(IpNetwork),
}

#[derive(Debug)]
enum Ports {
    Any,
    One(u16),
    Range(std::ops::Range<u16>),
}

impl AllowedHosts {
    /// Parses `allowed_outbound_hosts`, expanding templates.
    pub fn parse(patterns: &[String], variables: &Variables) -> Result<Self> {
        let mut items = Vec::new();
        for pattern in patterns {
            let template = Template::parse(pattern)?;
            let expanded = variables
                .expand(&template)
                .with_context(|| format!("allowed_outbound_hosts item {pattern:?}"))?;
            if !template.is_literal() && matches!(expanded.as_str(), "" | "http://" | "https://") {
                continue;
            }
            items.push(
                Item::parse(expanded.trim())
                    .with_context(|| format!("allowed_outbound_hosts item {pattern:?}"))?,
            );
        }
        Ok(Self { items })
    }

    /// Whether `host` may be called; without a port, the scheme's own is meant.
    pub fn allow(&self, scheme: &str, host: &str, port: Option<u16>) -> bool {
        let Ok(host) = Host::parse(host) else {
            return false;
        };
        let Some(port) = port.or_else(|| default_port(scheme)) else {
            return false;
        };
        self.items.iter().any(|item| {
            item.allows_scheme(scheme) && item.host.allows(&host) && item.ports.allow(port)
        })
    }

    /// Whether the component may send requests to its own application.
    pub fn allow_application(&self, scheme: &str) -> bool {
        self.items.iter().any(|item| {
            item.allows_scheme(scheme)
                && matches!(item.host, HostPattern::Application | HostPattern::Any)
        })
    }
}

impl Item {
    fn parse(text: &str) -> Result<Self> {
        let (scheme, rest) = text.split_once("://").context(
            "has no scheme: write it as scheme://host:port, for example postgres://localhost:5432",
        )?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = split_port(rest);
        ensure!(
            scheme == "*" || (!scheme.is_empty() && scheme.chars().all(char::is_alphabetic)),
            "the scheme must be letters or *"
        );
        let ports =
            match port {
                None => Ports::One(default_port(scheme).with_context(|| {
                    format!("scheme {scheme:?} has no port of its own: write one")
                })?),
                Some("*") => Ports::Any,
                Some(port) => match port.split_once("..") {
                    Some((first, end)) => Ports::Range(parse_port(first)?..parse_port(end)?),
                    None => Ports::One(parse_port(port)?),
                },
            };
        Ok(Self {
            scheme: (scheme != "*").then(|| scheme.to_owned()),
            host: HostPattern::parse(host.trim())?,
            ports,
        })
    }

    fn allows_scheme(&self, scheme: &str) -> bool {
        self.scheme.as_deref().is_none_or(|own| own == scheme)
    }
}

/// Splits `host[:port]`; the colons of an IPv6 address in brackets or in a CIDR block are not ports.
fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && HostPattern::parse(text).is_err() => {
            (host, Some(port))
        }
        Some((host, "")) => (host, None),
        _ => (text, None),
    }
}

fn parse_port(text: &str) -> Result<u16> {
    text.parse()
        .with_context(|| format!("port {text:?} is not a number up to 65535"))
}

impl HostPattern {
    fn parse(text: &str) -> Result<Self> {
        if text == "*" {
            return Ok(Self::Any);
        }
        if text == "self" || text == "self.alt" {
            return Ok(Self::Application);
        }
        if let Ok(block) = IpNetwork::from_str_truncate(text) {
            return Ok(Self::Block(block));
        }
        ensure!(!text.contains('/'), "must not include a path");
        if let Some(domain) = text.strip_prefix("*.") {
            return match Host::parse(domain)? {
                Host::Domain(domain) if !domain.contains('*') => {
                    Ok(Self::Subdomain(format!(".{domain}")))
                }
                _ => bail!("`*.` must be followed by a domain"),
            };
        }
        ensure!(
            !text.contains('*'),
            "`*` stands for the whole host or for subdomains in front of a domain"
        );
        Ok(Self::One(
            Host::parse(text).with_context(|| format!("{text:?} is not a host"))?,
        ))
    }

    fn allows(&self, host: &Host) -> bool {
        match (self, host) {
            (Self::Any, _) => true,
            (Self::Subdomain(suffix), Host::Domain(domain)) => domain.ends_with(suffix.as_str()),
            (Self::One(own), host) => own == host,
            (Self::Block(block), Host::Ipv4(address)) => block.contains(*address),
            (Self::Block(block), Host::Ipv6(address)) => block.contains(*address),
            (Self::Subdomain(_) | Self::Block(_) | Self::Application, _) => false,
        }
    }
}

impl Ports {
    fn allow(&self, port: u16) -> bool {
        match self {
            Self::Any => true,
            Self::One(own) => *own == port,
            Self::Range(range) => range.contains(&port),
        }
    }
}

/// The port that a scheme means where none is written.
fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "postgres" => Some(5432),
        "mysql" => Some(3306),
        "redis" => Some(6379),
        "mqtt" => Some(1883),
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::manifest::Manifest;

    fn variables() -> Variables {
        let text = "spin_manifest_version = 2\n[application]\nname = \"a\"\n[variables]\n\
                    address = { default = \"db:6543\" }\nnothing = { default = \"\" }\n";
        let manifest = Manifest::parse(text, Path::new(".")).unwrap();
        Variables::resolve(&manifest, &[], |_| None).unwrap()
    }

    fn parse(pattern: &str) -> Result<AllowedHosts> {
        AllowedHosts::parse(&[pattern.to_owned()], &variables())
    }

    #[test]
    fn hosts_are_allowed_by_scheme_host_and_port() {
        for (pattern, scheme, host, port, allowed) in [
            (
                "postgres://localhost:5432",
                "postgres",
                "localhost",
                Some(5432),
                true,
            ),
            ("postgres://localhost", "postgres", "localhost", None, true),
            (
                "postgres://localhost",
                "postgres",
                "localhost",
                Some(5433),
                false,
            ),
            (
                "postgres://localhost:5432",
                "http",
                "localhost",
                Some(5432),
                false,
            ),
            (
                "postgres://localhost:5432",
                "postgres",
                "127.0.0.1",
                Some(5432),
                false,
            ),
            (
                "postgres://{{ address }}",
                "postgres",
                "db",
                Some(6543),
                true,
            ),
            (
                "postgres://{{ address }}",
                "postgres",
                "db",
                Some(5432),
                false,
            ),
            ("http://127.0.0.1:*", "http", "127.0.0.1", Some(9), true),
            (
                "http://127.0.0.1:8000..8002",
                "http",
                "127.0.0.1",
                Some(8001),
                true,
            ),
            (
                "http://127.0.0.1:8000..8002",
                "http",
                "127.0.0.1",
                Some(8002),
                false,
            ),
            (
                "https://*.example.com",
                "https",
                "a.example.com",
                None,
                true,
            ),
            ("https://*.example.com", "https", "example.com", None, false),
            (
                "https://*.example.com",
                "https",
                "badexample.com",
                None,
                false,
            ),
            ("http://10.0.0.0/8:80", "http", "10.1.2.3", None, true),
            ("http://10.0.0.0/8:80", "http", "11.1.2.3", None, false),
            ("http://[::1]:80", "http", "[::1]", Some(80), true),
            ("*://*:*", "postgres", "anything.example", Some(1), true),
            ("http://self", "http", "self", None, false),
        ] {
            let hosts = parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error:#}"));
            assert_eq!(
                hosts.allow(scheme, host, port),
                allowed,
                "{pattern} for {scheme}://{host}:{port:?}"
            );
        }
    }

    #[test]
    fn only_self_or_any_host_opens_the_application_itself() {
        assert!(parse("http://self").unwrap().allow_application("http"));
        assert!(parse("*://*:*").unwrap().allow_application("http"));
        assert!(
            !parse("http://localhost:3000")
                .unwrap()
                .allow_application("http")
        );
    }

    #[test]
    fn an_item_that_variables_make_empty_allows_nothing() {
        let hosts = parse("http://{{ nothing }}").unwrap();
        assert!(!hosts.allow("http", "localhost", None));
    }

    #[test]
    fn malformed_items_are_rejected() {
        for pattern in [
            "",
            "*",
            "localhost",
            "ftp://host",
            "http://a/b",
            "http://a*b",
            "http://h:x",
            "h-s://a:1",
        ] {
            assert!(parse(pattern).is_err(), "{pattern}");
        }
    }
}
