//! What guests ask of the host, counted, and faults put between them and the answer.
//!
//! Every host call to Postgres, to a key-value store or over HTTP passes [`Calls::enter`] before it does anything: the one
//! place where tests can see, delay or fail it. Without a plan it costs an atomic addition and a read lock.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde::Deserialize;

/// The kinds of call that are counted and can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the names, which `Call::name` writes with a dot, say it"
)]
pub enum Call {
    KvOpen,
    KvGet,
    KvSet,
    KvDelete,
    KvExists,
    KvKeys,
    PgOpen,
    PgQuery,
    PgExecute,
    HttpSend,
}

impl Call {
    const ALL: [Self; 10] = [
        Self::KvOpen,
        Self::KvGet,
        Self::KvSet,
        Self::KvDelete,
        Self::KvExists,
        Self::KvKeys,
        Self::PgOpen,
        Self::PgQuery,
        Self::PgExecute,
        Self::HttpSend,
    ];

    /// The name in the control interface.
    pub fn name(self) -> &'static str {
        match self {
            Self::KvOpen => "kv.open",
            Self::KvGet => "kv.get",
            Self::KvSet => "kv.set",
            Self::KvDelete => "kv.delete",
            Self::KvExists => "kv.exists",
            Self::KvKeys => "kv.keys",
            Self::PgOpen => "pg.open",
            Self::PgQuery => "pg.query",
            Self::PgExecute => "pg.execute",
            Self::HttpSend => "http.send",
        }
    }

    fn matches(self, pattern: &str) -> bool {
        pattern.strip_suffix(".*").map_or_else(
            || self.name() == pattern,
            |group| {
                self.name()
                    .split_once('.')
                    .is_some_and(|(own, _)| own == group)
            },
        )
    }
}

/// One rule of a plan of faults.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// The component whose calls are meant; all without one.
    pub component: Option<String>,
    /// The name of a call, or `kv.*`, `pg.*`, `http.*`.
    pub call: String,
    /// How many matching calls pass before the rule works.
    #[serde(default)]
    pub after: u64,
    /// For how many calls it then works; all without a number.
    pub times: Option<u64>,
    /// Milliseconds that the call waits before it goes on or fails.
    pub delay_ms: Option<u64>,
    /// The message with which the call fails; without one it goes on.
    pub fail: Option<String>,
    /// SQLSTATE that a failing Postgres statement reports.
    pub code: Option<String>,
}

impl Rule {
    /// Whether `call` names at least one kind of call.
    pub fn is_known(&self) -> bool {
        Call::ALL.iter().any(|call| call.matches(&self.call))
    }
}

/// How a call is made to fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The message.
    pub message: String,
    /// SQLSTATE, where the rule gave one.
    pub code: Option<String>,
}

/// The plan of faults, shared by all components.
#[derive(Debug, Default)]
pub struct Plan(RwLock<Vec<(Rule, AtomicU64)>>);

impl Plan {
    /// Replaces the plan; counting of `after` and `times` begins anew.
    pub fn replace(&self, rules: Vec<Rule>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = rules
            .into_iter()
            .map(|rule| (rule, AtomicU64::new(0)))
            .collect();
    }

    /// The delay and the fault that the plan holds for the next such call.
    fn next(&self, component: &str, call: Call) -> (Duration, Option<Fault>) {
        let mut delay = Duration::ZERO;
        let mut fault = None;
        for (rule, seen) in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            if !call.matches(&rule.call)
                || rule
                    .component
                    .as_deref()
                    .is_some_and(|own| own != component)
            {
                continue;
            }
            let Some(turn) = seen.fetch_add(1, Ordering::Relaxed).checked_sub(rule.after) else {
                continue;
            };
            if rule.times.is_some_and(|times| turn >= times) {
                continue;
            }
            delay += Duration::from_millis(rule.delay_ms.unwrap_or(0));
            if let (None, Some(message)) = (&fault, &rule.fail) {
                fault = Some(Fault {
                    message: message.clone(),
                    code: rule.code.clone(),
                });
            }
        }
        (delay, fault)
    }
}

/// The calls of one component.
#[derive(Debug)]
pub struct Calls {
    component: String,
    counts: [AtomicU64; Call::ALL.len()],
    plan: Arc<Plan>,
}

impl Calls {
    /// Counters at zero.
    pub fn new(component: &str, plan: Arc<Plan>) -> Self {
        Self {
            component: component.to_owned(),
            counts: Default::default(),
            plan,
        }
    }

    /// Counts a call and applies the plan: waits, fails, or lets it go on.
    pub async fn enter(&self, call: Call) -> Result<(), Fault> {
        self.counts[call as usize].fetch_add(1, Ordering::Relaxed);
        let (delay, fault) = self.plan.next(&self.component, call);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        fault.map_or(Ok(()), Err)
    }

    /// Counts by the name of the call, without those at zero.
    pub fn counts(&self) -> BTreeMap<&'static str, u64> {
        Call::ALL
            .iter()
            .map(|call| {
                (
                    call.name(),
                    self.counts[*call as usize].load(Ordering::Relaxed),
                )
            })
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// Sets all counts to zero.
    pub fn reset(&self) {
        for count in &self.counts {
            count.store(0, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    fn rule(call: &str) -> Rule {
        Rule {
            component: None,
            call: call.to_owned(),
            after: 0,
            times: None,
            delay_ms: None,
            fail: Some("planned".to_owned()),
            code: None,
        }
    }

    fn calls(rules: Vec<Rule>) -> Calls {
        let plan = Plan::default();
        plan.replace(rules);
        Calls::new("list", Arc::new(plan))
    }

    #[tokio::test]
    async fn a_rule_fails_its_own_calls_only() {
        let calls = calls(vec![rule("kv.get")]);
        assert!(calls.enter(Call::KvGet).await.is_err());
        assert!(calls.enter(Call::KvSet).await.is_ok());
    }

    #[tokio::test]
    async fn a_group_covers_all_of_its_calls() {
        let calls = calls(vec![rule("pg.*")]);
        assert!(calls.enter(Call::PgOpen).await.is_err());
        assert!(calls.enter(Call::PgExecute).await.is_err());
        assert!(calls.enter(Call::KvGet).await.is_ok());
    }

    #[tokio::test]
    async fn a_rule_works_after_some_calls_and_for_some_calls() {
        let calls = calls(vec![Rule {
            after: 1,
            times: Some(2),
            ..rule("pg.query")
        }]);
        let mut passed = Vec::new();
        for _ in 0..5 {
            passed.push(calls.enter(Call::PgQuery).await.is_ok());
        }
        assert_eq!(passed, [true, false, false, true, true]);
    }

    #[tokio::test]
    async fn a_rule_for_another_component_does_nothing() {
        let calls = calls(vec![Rule {
            component: Some("count".to_owned()),
            ..rule("pg.*")
        }]);
        assert!(calls.enter(Call::PgQuery).await.is_ok());
    }

    #[tokio::test]
    async fn a_delayed_call_waits() {
        const HOUR_MS: u64 = 3_600_000;
        let calls = calls(vec![Rule {
            delay_ms: Some(HOUR_MS),
            fail: None,
            ..rule("kv.get")
        }]);
        assert!(calls.enter(Call::KvGet).now_or_never().is_none());
        assert_eq!(calls.enter(Call::KvSet).now_or_never(), Some(Ok(())));
    }

    #[tokio::test]
    async fn calls_are_counted_by_name_until_reset() {
        let calls = calls(Vec::new());
        for call in [Call::KvGet, Call::KvGet, Call::PgOpen] {
            calls.enter(call).await.unwrap();
        }
        assert_eq!(
            calls.counts(),
            BTreeMap::from([("kv.get", 2), ("pg.open", 1)])
        );
        calls.reset();
        assert!(calls.counts().is_empty());
    }

    #[test]
    fn a_rule_for_an_unknown_call_is_recognised() {
        assert!(rule("kv.*").is_known());
        assert!(!rule("kv.got").is_known());
        assert!(!rule("*").is_known());
    }
}
