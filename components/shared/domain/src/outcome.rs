//! How a request ended, as metrics tell it.

/// The class of an answer. Errors that ask for different action are apart: a caller's own, a full or absent database,
/// a query that is too slow, a fault of Parley's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Below 400.
    Ok,
    /// 400 to 499.
    ClientError,
    /// 500 and above, but for the two below.
    ServerError,
    /// 504: a statement or the request ran out of time.
    Timeout,
    /// 503: Postgres down, restarting or out of connections.
    Unavailable,
}

impl Outcome {
    /// The outcome that an HTTP status stands for.
    pub const fn of_status(status: u16) -> Self {
        match status {
            ..400 => Self::Ok,
            400..500 => Self::ClientError,
            503 => Self::Unavailable,
            504 => Self::Timeout,
            _ => Self::ServerError,
        }
    }

    /// Its name in `request_histograms`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::ClientError => "client_error",
            Self::ServerError => "server_error",
            Self::Timeout => "timeout",
            Self::Unavailable => "unavailable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome;

    #[test]
    fn every_status_has_its_outcome() {
        for (status, name) in [
            (200, "ok"),
            (304, "ok"),
            (400, "client_error"),
            (429, "client_error"),
            (499, "client_error"),
            (500, "server_error"),
            (502, "server_error"),
            (503, "unavailable"),
            (504, "timeout"),
            (599, "server_error"),
        ] {
            assert_eq!(Outcome::of_status(status).name(), name, "{status}");
        }
    }
}
