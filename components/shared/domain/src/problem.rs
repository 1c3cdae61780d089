//! Every error the API can answer with, as RFC 9457 problem documents.
//!
//! | what went wrong | kind | status |
//! |---|---|---|
//! | the request itself: a parameter, a cursor, JSON | [`Kind::InvalidRequest`] | 400 |
//! | no token, or one that does not hold | [`Kind::Unauthorized`] | 401 |
//! | a good token with too little role | [`Kind::Forbidden`] | 403 |
//! | no such route or row | [`Kind::NotFound`] | 404 |
//! | a route that has no such method | [`Kind::MethodNotAllowed`] | 405 |
//! | a state that the request does not fit: a name taken, a row still referenced | [`Kind::Conflict`] | 409 |
//! | `If-Match` names another version than the row has | [`Kind::StaleVersion`] | 412 |
//! | a body over its limit | [`Kind::TooLarge`] | 413 |
//! | a body in another format than the route takes | [`Kind::UnsupportedMediaType`] | 415 |
//! | a status move that is not allowed | [`Kind::ForbiddenMove`] | 422 |
//! | more requests than one user may make | [`Kind::TooManyRequests`] | 429 |
//! | a fault of Parley's own | [`Kind::Internal`] | 500 |
//! | Postgres down, restarting or out of connections, or no connection free in time; a setting missing | [`Kind::Unavailable`] | 503 |
//! | a statement or the request ran out of time | [`Kind::TimedOut`] | 504 |
//!
//! A problem has two messages: `detail` goes to the caller, [`Problem::cause`] only to the log. What Postgres or the
//! host said is always a cause, never a detail, so that no SQL and no address leaves the house.

use crate::status::Status;
use serde::Serialize;
use std::{borrow::Cow, fmt};

/// The class of a problem; decides status, `type` and `title`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 400
    InvalidRequest,
    /// 401
    Unauthorized,
    /// 403
    Forbidden,
    /// 404
    NotFound,
    /// 405
    MethodNotAllowed,
    /// 409
    Conflict,
    /// 412
    StaleVersion,
    /// 413
    TooLarge,
    /// 415
    UnsupportedMediaType,
    /// 422
    ForbiddenMove,
    /// 429
    TooManyRequests,
    /// 500
    Internal,
    /// 503
    Unavailable,
    /// 504
    TimedOut,
}

impl Kind {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        self.parts().0
    }

    /// Its name: the end of a document's `type`, and what metrics count it as.
    pub const fn name(self) -> &'static str {
        self.parts().1
    }

    const fn parts(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::InvalidRequest => (400, "invalid-request", "The request is not valid"),
            Self::Unauthorized => (401, "unauthorized", "Sign in to continue"),
            Self::Forbidden => (403, "forbidden", "Your role does not allow this"),
            Self::NotFound => (404, "not-found", "There is nothing here"),
            Self::MethodNotAllowed => (405, "method-not-allowed", "This route has no such method"),
            Self::Conflict => (409, "conflict", "This does not fit what is there"),
            Self::StaleVersion => (412, "stale-version", "It was changed meanwhile"),
            Self::TooLarge => (413, "too-large", "The body is too large"),
            Self::UnsupportedMediaType => (
                415,
                "unsupported-media-type",
                "This route takes another format",
            ),
            Self::ForbiddenMove => (422, "forbidden-move", "This status move is not allowed"),
            Self::TooManyRequests => (429, "too-many-requests", "Too many requests"),
            Self::Internal => (500, "internal", "Something went wrong on our side"),
            Self::Unavailable => (503, "unavailable", "The service cannot answer right now"),
            Self::TimedOut => (504, "timed-out", "The answer took too long"),
        }
    }
}

/// One field of the request that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The parameter or the JSON path.
    pub field: String,
    /// A stable name for a program to act on.
    pub code: &'static str,
    /// A sentence for a person.
    pub message: Cow<'static, str>,
}

/// An error on its way to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its class.
    pub kind: Kind,
    /// What the caller should know.
    pub detail: Cow<'static, str>,
    /// Every field that is wrong; only for [`Kind::InvalidRequest`].
    pub errors: Vec<FieldError>,
    /// The methods the route has; only for [`Kind::MethodNotAllowed`].
    pub allow: &'static [&'static str],
    /// The status that there is no such way from; only for [`Kind::ForbiddenMove`], whose document names the ways there are.
    pub moves_from: Option<Status>,
    /// Seconds after which to try again; only for [`Kind::Unavailable`] and [`Kind::TooManyRequests`].
    pub retry_after_s: Option<u32>,
    /// What the caller's request did not fit, as JSON: the document's member `current`.
    pub current: Option<Box<str>>,
    /// What happened inside; for the log alone.
    pub cause: Option<Box<str>>,
}

impl Problem {
    /// A problem of this kind.
    pub fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            allow: &[],
            moves_from: None,
            retry_after_s: None,
            current: None,
            cause: None,
        }
    }

    /// 400 that names every bad field.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [only] => format!("{}: {}", only.field, only.message),
            many => format!("{} fields are not valid", many.len()),
        };
        Self {
            errors,
            ..Self::new(Kind::InvalidRequest, detail)
        }
    }

    /// 405 that names the methods there are.
    pub fn method_not_allowed(allow: &'static [&'static str]) -> Self {
        Self {
            allow,
            ..Self::new(
                Kind::MethodNotAllowed,
                format!("allowed here: {}", allow.join(", ")),
            )
        }
    }

    /// 422 that names the moves there are.
    pub fn forbidden_move(from: Status, to: Status) -> Self {
        let names: Vec<&str> = from.moves().iter().map(|status| status.name()).collect();
        Self {
            moves_from: Some(from),
            ..Self::new(
                Kind::ForbiddenMove,
                format!(
                    "a conversation cannot move from {from} to {to}; from {from} it can move to {}",
                    names.join(", ")
                ),
            )
        }
    }

    /// 503 that may pass by itself.
    pub fn unavailable(detail: impl Into<Cow<'static, str>>, retry_after_s: u32) -> Self {
        Self {
            retry_after_s: Some(retry_after_s),
            ..Self::new(Kind::Unavailable, detail)
        }
    }

    /// Adds what is there now, as JSON: after a 412 or a 409 a person wants to see both sides.
    #[must_use]
    pub fn with_current(self, json: String) -> Self {
        Self {
            current: Some(json.into_boxed_str()),
            ..self
        }
    }

    /// 500; the cause goes to the log.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::new(
            Kind::Internal,
            "the log has the cause under this request's id",
        )
        .because(cause)
    }

    /// Adds what happened inside.
    #[must_use]
    pub fn because(self, cause: impl fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string().into_boxed_str()),
            ..self
        }
    }

    /// The `application/problem+json` document; `instance` is the request's id as a URN.
    pub fn document(&self, request_id: &str) -> Vec<u8> {
        #[derive(Serialize)]
        struct Document<'a> {
            r#type: String,
            title: &'static str,
            status: u16,
            detail: &'a str,
            instance: String,
            #[serde(skip_serializing_if = "<[_]>::is_empty")]
            errors: &'a [FieldError],
            #[serde(rename = "allowedMoves", skip_serializing_if = "<[_]>::is_empty")]
            moves: &'static [Status],
        }
        let (status, name, title) = self.kind.parts();
        let document = Document {
            r#type: format!("urn:parley:problem:{name}"),
            title,
            status,
            detail: &self.detail,
            instance: format!("urn:parley:request:{request_id}"),
            errors: &self.errors,
            moves: self.moves_from.map(Status::moves).unwrap_or_default(),
        };
        // A struct of texts and numbers always serialises; an empty body would still carry the status.
        let mut json = serde_json::to_vec(&document).unwrap_or_default();
        if let Some(current) = &self.current
            && json.pop() == Some(b'}')
        {
            json.extend_from_slice(br#","current":"#);
            json.extend_from_slice(current.as_bytes());
            json.push(b'}');
        }
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_stays_inside() {
        let problem = Problem::internal("password=hunter2");
        assert!(!String::from_utf8_lossy(&problem.document("r")).contains("hunter2"));
    }

    #[test]
    fn a_single_bad_field_is_named_in_the_detail() {
        let error = FieldError {
            field: "limit".into(),
            code: "out_of_range",
            message: "1 to 100".into(),
        };
        assert_eq!(Problem::invalid(vec![error]).detail, "limit: 1 to 100");
    }
}
