//! A plain HTTP client: it follows, retries, decodes and caches nothing, so that a test sees what was sent.

use super::{seen, upload::Upload};
use http::{HeaderMap, Request};
use serde_json::Value;
use std::time::Duration;
use ureq::{Agent, AsSendBody};

/// Longer than any deadline of the API: a test that runs into it has found something that hangs.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Talks to one app, with keep-alive, perhaps signed in.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    url: String,
    token: Option<String>,
}

/// A response, whole.
#[derive(Debug)]
pub struct Answer {
    /// The request, for messages.
    request: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was sent, perhaps compressed.
    pub body: Vec<u8>,
}

impl Client {
    /// A client of the app at this URL that sends this token.
    pub fn new(url: &str, token: Option<String>) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(TIMEOUT))
            .build()
            .new_agent();
        Self {
            agent,
            url: url.to_owned(),
            token,
        }
    }

    /// The same without a token.
    pub fn signed_out(&self) -> Self {
        Self {
            token: None,
            ..self.clone()
        }
    }

    /// The same with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// The app's address, `host:port`.
    pub fn authority(&self) -> &str {
        self.url
            .strip_prefix("http://")
            .expect("a URL of plain HTTP")
    }

    /// The token that it sends.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// `GET`.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[])
    }

    /// `PUT` of JSON.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send_json("PUT", path, &[], body)
    }

    /// `POST` of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json("POST", path, &[], body)
    }

    /// `PATCH` of JSON.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send_json("PATCH", path, &[], body)
    }

    /// `DELETE`.
    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[])
    }

    /// Any request with JSON.
    pub fn send_json(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/json"));
        self.send_bytes(method, path, &headers, body.to_string().into_bytes())
    }

    /// Any request with these bytes.
    pub fn send_bytes(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        self.request(method, path, headers, body)
    }

    /// Any request without a body.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request(method, path, headers, ())
    }

    /// A `POST` whose body is sent piece by piece.
    pub fn upload(&self, path: &str) -> Upload {
        let address = self.url.strip_prefix("http://").expect("an HTTP URL");
        Upload::begin(address, path, self.token.as_deref().unwrap_or_default())
    }

    /// A request that states a length and sends nothing of it; answers status and body. For bodies over their limit: a host
    /// that has refused one takes no more of it and closes, which a client that is still sending sees as a broken pipe.
    pub fn state(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        length: usize,
    ) -> (u16, String) {
        let address = self.url.strip_prefix("http://").expect("an HTTP URL");
        let token = self.token.as_deref().unwrap_or_default();
        let upload = Upload::stating(address, (method, path), token, content_type, length);
        let answer = upload.answer();
        seen::record(method, path, answer.0, answer.1.as_bytes());
        answer
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl AsSendBody,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a request that can be written");
        let described = format!("{method} {path} {headers:?}");
        let mut response = self
            .agent
            .run(request)
            .unwrap_or_else(|error| panic!("{described}: no response: {error}"));
        let body = response
            .body_mut()
            .read_to_vec()
            .unwrap_or_else(|error| panic!("{described}: the body broke off: {error}"));
        let status = response.status().as_u16();
        seen::record(method, path, status, &body);
        Answer {
            request: described,
            status,
            headers: response.headers().clone(),
            body,
        }
    }
}

impl Answer {
    /// A header's value; fails where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.optional_header(name)
            .unwrap_or_else(|| panic!("{} sent no {name}: {:?}", self.request, self.headers))
    }

    /// A header's value, where there is one.
    pub fn optional_header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| {
            value
                .to_str()
                .unwrap_or_else(|_| panic!("{name} is not text"))
        })
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body)
            .unwrap_or_else(|_| panic!("{}: the body is not UTF-8", self.request))
    }

    /// The body as JSON, whatever the status.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error} in {:?}", self.request, self.text()))
    }

    /// The JSON of a 200; fails for any other status.
    pub fn data(&self) -> Value {
        assert_eq!(self.status, 200, "{}: {}", self.request, self.text());
        self.json()
    }

    /// The problem document of an error, checked against RFC 9457 and this status.
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.request, self.text());
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.request
        );
        let problem = self.json();
        for member in ["type", "title", "detail", "instance"] {
            let text = problem[member].as_str().unwrap_or_default();
            assert!(
                !text.is_empty(),
                "{}: no {member} in {problem}",
                self.request
            );
        }
        assert_eq!(problem["status"], status, "{}", self.request);
        problem
    }

    /// The fields that a 400 names, each with its code, in the order given.
    pub fn invalid_fields(&self) -> Vec<(String, String)> {
        let problem = self.problem(400);
        let errors = problem["errors"].as_array().expect("a list of errors");
        errors
            .iter()
            .map(|error| {
                let text = |member: &str| {
                    error[member]
                        .as_str()
                        .unwrap_or_else(|| panic!("no {member} in {error}"))
                        .to_owned()
                };
                assert!(!text("message").is_empty(), "no message in {error}");
                (text("field"), text("code"))
            })
            .collect()
    }
}
