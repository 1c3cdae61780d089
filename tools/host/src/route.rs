//! Finds the component for a path, and writes the `spin-*` headers that tell it how it was found.
//!
//! `routefinder` (the crate Spin uses) ranks matches: an exact segment before a `:param`, that before a trailing
//! `/...`; so the exact route wins over any wildcard, and the longest prefix among wildcards.

use std::net::SocketAddr;

use anyhow::{Result, anyhow};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::manifest::HttpTrigger;

/// The routes of an application.
#[derive(Debug)]
pub struct Router {
    routes: routefinder::Router<Route>,
}

#[derive(Debug)]
struct Route {
    /// As written in spin.toml.
    raw: String,
    /// Absolute and without a trailing slash.
    absolute: String,
    component: String,
}

/// The route that a path matched.
#[derive(Debug)]
pub struct Match<'r> {
    route: &'r Route,
    /// What `/...` stood for, with its leading slash; empty where there is no wildcard or nothing behind the prefix.
    pub path_info: String,
    /// Values of the `:param` segments by name.
    pub params: Vec<(String, String)>,
}

impl Router {
    /// Builds the router. Of two equal routes the later one counts, as in Spin.
    pub fn new(triggers: &[HttpTrigger]) -> Result<Self> {
        let mut routes = routefinder::Router::new();
        for trigger in triggers {
            let Some(raw) = &trigger.route else { continue };
            let later_is_equal = triggers
                .iter()
                .rev()
                .find(|other| other.route.as_ref() == Some(raw))
                .is_some_and(|last| !std::ptr::eq(last, trigger));
            if later_is_equal {
                continue;
            }
            let absolute = absolute(raw);
            let spec = match absolute.strip_suffix("/...") {
                Some(prefix) => format!("{prefix}/*"),
                None => absolute.clone(),
            };
            let route = Route {
                raw: raw.clone(),
                absolute,
                component: trigger.component.clone(),
            };
            routes
                .add(spec, route)
                .map_err(|error| anyhow!("route {raw:?}: {error}"))?;
        }
        Ok(Self { routes })
    }

    /// The best match for a path, if any.
    pub fn find(&self, path: &str) -> Option<Match<'_>> {
        let found = self.routes.best_match(path)?;
        let captures = found.captures();
        // routefinder drops a trailing slash, which Spin keeps.
        let path_info = captures.wildcard().map_or_else(String::new, |rest| {
            let slash = if path.ends_with('/') { "/" } else { "" };
            if rest.is_empty() {
                slash.to_owned()
            } else {
                format!("/{rest}{slash}")
            }
        });
        let params = captures
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Some(Match {
            route: found.handler(),
            path_info,
            params,
        })
    }

    /// Routes as written, with their components.
    pub fn routes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.routes
            .iter()
            .map(|(_, route)| (route.raw.as_str(), route.component.as_str()))
    }
}

fn absolute(raw: &str) -> String {
    let slash = if raw.starts_with('/') { "" } else { "/" };
    let path = format!("{slash}{raw}");
    path.strip_suffix('/').unwrap_or(&path).to_owned()
}

impl Match<'_> {
    /// The id of the component that answers.
    pub fn component(&self) -> &str {
        &self.route.component
    }

    /// Replaces what a client may have sent under the names of Spin's own headers, and drops `Connection`, which
    /// concerns this hop only. `uri` is absolute.
    pub fn write_headers(&self, headers: &mut HeaderMap, uri: &Uri, client: SocketAddr) {
        let own: Vec<HeaderName> = headers
            .keys()
            .filter(|name| is_own_header(name.as_str()))
            .cloned()
            .collect();
        for name in own {
            headers.remove(name);
        }
        headers.remove(http::header::CONNECTION);

        let prefix = self
            .route
            .raw
            .strip_suffix("/...")
            .unwrap_or(&self.route.raw);
        let mut set = |name: &str, value: &str| {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::from_str(value))
            {
                headers.insert(name, value);
            }
        };
        set("spin-path-info", &self.path_info);
        set("spin-full-url", &uri.to_string());
        set("spin-matched-route", &self.route.absolute);
        set("spin-base-path", "/");
        set("spin-raw-component-route", &self.route.raw);
        set("spin-component-route", prefix);
        set("spin-client-addr", &client.to_string());
        for (name, value) in &self.params {
            set(
                &format!(
                    "spin-path-match-{}",
                    name.replace('_', "-").to_ascii_lowercase()
                ),
                value,
            );
        }
    }
}

fn is_own_header(name: &str) -> bool {
    name.starts_with("spin-path-match-")
        || matches!(
            name,
            "spin-path-info"
                | "spin-full-url"
                | "spin-matched-route"
                | "spin-base-path"
                | "spin-raw-component-route"
                | "spin-component-route"
                | "spin-client-addr"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router(routes: &[(&str, &str)]) -> Router {
        let triggers: Vec<_> = routes
            .iter()
            .map(|(route, component)| HttpTrigger {
                route: Some((*route).to_owned()),
                component: (*component).to_owned(),
            })
            .collect();
        Router::new(&triggers).unwrap()
    }

    #[test]
    fn the_most_specific_route_wins() {
        let router = router(&[
            ("/...", "page"),
            ("/api/...", "api"),
            ("/api/conversations", "list"),
            ("/api/conversations/count", "count"),
            ("/api/conversations/:id", "one"),
            ("/api/conversations/:id/turns/...", "turns"),
        ]);
        for (path, component, path_info) in [
            ("/", "page", "/"),
            ("/settings", "page", "/settings"),
            ("/settings/", "page", "/settings/"),
            ("/api", "api", ""),
            ("/api/", "api", "/"),
            ("/api/other/x", "api", "/other/x"),
            ("/api/conversations", "list", ""),
            ("/api/conversations/", "list", ""),
            ("/api/conversations/count", "count", ""),
            ("/api/conversations/17", "one", ""),
            ("/api/conversations/17/turns", "turns", ""),
            ("/api/conversations/17/turns/3", "turns", "/3"),
        ] {
            let found = router
                .find(path)
                .unwrap_or_else(|| panic!("{path} has no match"));
            assert_eq!(
                (found.component(), found.path_info.as_str()),
                (component, path_info),
                "{path}"
            );
        }
    }

    #[test]
    fn a_path_outside_all_routes_has_no_match() {
        let router = router(&[("/api/conversations", "list")]);
        assert!(router.find("/api").is_none());
        assert!(router.find("/api/conversations/1").is_none());
    }

    #[test]
    fn of_two_equal_routes_the_later_counts() {
        let router = router(&[("/a", "first"), ("/a", "second")]);
        assert_eq!(router.find("/a").unwrap().component(), "second");
    }

    #[test]
    fn headers_describe_the_match_and_replace_what_the_client_sent() {
        let router = router(&[("/items/:item_id/...", "items")]);
        let uri: Uri = "http://localhost:3000/items/7/parts/2?x=1".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("spin-client-addr", HeaderValue::from_static("forged"));
        headers.insert("spin-path-match-other", HeaderValue::from_static("forged"));
        headers.insert("connection", HeaderValue::from_static("keep-alive"));
        headers.insert("accept", HeaderValue::from_static("*/*"));
        router.find(uri.path()).unwrap().write_headers(
            &mut headers,
            &uri,
            "10.0.0.1:99".parse().unwrap(),
        );
        let mut seen: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
            .collect();
        seen.sort_unstable();
        assert_eq!(
            seen,
            [
                ("accept", "*/*"),
                ("spin-base-path", "/"),
                ("spin-client-addr", "10.0.0.1:99"),
                ("spin-component-route", "/items/:item_id"),
                ("spin-full-url", "http://localhost:3000/items/7/parts/2?x=1"),
                ("spin-matched-route", "/items/:item_id/..."),
                ("spin-path-info", "/parts/2"),
                ("spin-path-match-item-id", "7"),
                ("spin-raw-component-route", "/items/:item_id/..."),
            ]
        );
    }
}
