//! Postgres as guests see it, against a server of its own for each test. Skipped where no Postgres is installed.

use std::{
    fs::File,
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, ensure};
use futures::StreamExt;
use parley_host::{
    allowed_hosts::AllowedHosts,
    bindings::spin::postgres::postgres::{
        DbValue, Error, Interval, ParameterValue, QueryError, RangeBoundKind, RowSet,
    },
    manifest::Manifest,
    postgres::Pools,
    variables::Variables,
};

/// How long a server may take to start, and a condition to come true.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs `statement` on a connection of its own out of the pool.
async fn query(
    server: &Server,
    statement: &str,
    params: Vec<ParameterValue>,
) -> Result<RowSet, Error> {
    let session = server
        .pools
        .open(&server.allowed, &server.url, None)
        .await?;
    session.query(statement, params).await?.collect().await
}

async fn value(server: &Server, statement: &str) -> Result<DbValue> {
    let mut rows = query(server, statement, Vec::new())
        .await
        .map_err(|error| anyhow!("{error:?}"))?;
    Ok(rows.rows.remove(0).remove(0))
}

#[tokio::test]
async fn values_come_back_as_they_went() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    let interval = Interval {
        micros: 1,
        days: 2,
        months: 3,
    };
    for (sql_type, sent, received) in [
        ("boolean", ParameterValue::Boolean(true), "Boolean(true)"),
        ("int2", ParameterValue::Int16(-2), "Int16(-2)"),
        ("int4", ParameterValue::Int32(-4), "Int32(-4)"),
        (
            "int8",
            ParameterValue::Int64(i64::MIN),
            "Int64(-9223372036854775808)",
        ),
        ("float8", ParameterValue::Floating64(0.5), "Floating64(0.5)"),
        ("text", ParameterValue::Str("ключ".into()), "Str(\"ключ\")"),
        (
            "bytea",
            ParameterValue::Binary(vec![0, 255]),
            "Binary([0, 255])",
        ),
        (
            "date",
            ParameterValue::Date((2026, 2, 28)),
            "Date((2026, 2, 28))",
        ),
        (
            "time",
            ParameterValue::Time((23, 59, 58, 1_000)),
            "Time((23, 59, 58, 1000))",
        ),
        (
            "timestamp",
            ParameterValue::Datetime((2026, 2, 28, 1, 2, 3, 4_000)),
            "Datetime((2026, 2, 28, 1, 2, 3, 4000))",
        ),
        (
            "uuid",
            ParameterValue::Uuid("00000000-0000-0000-0000-00000000000A".into()),
            "Uuid(\"00000000-0000-0000-0000-00000000000a\")",
        ),
        (
            "jsonb",
            ParameterValue::Jsonb(br#"{"a": [1]}"#.to_vec()),
            "Jsonb([123, 34, 97, 34, 58, 91, 49, 93, 125])",
        ),
        (
            "numeric",
            ParameterValue::Decimal("1.50".into()),
            "Decimal(\"1.50\")",
        ),
        (
            "int4range",
            ParameterValue::RangeInt32((Some((1, RangeBoundKind::Inclusive)), None)),
            "RangeInt32((Some((1, RangeBoundKind::Inclusive)), None))",
        ),
        (
            "numrange",
            ParameterValue::RangeDecimal((None, Some(("1.5".into(), RangeBoundKind::Inclusive)))),
            "RangeDecimal((None, Some((\"1.5\", RangeBoundKind::Inclusive))))",
        ),
        (
            "int4[]",
            ParameterValue::ArrayInt32(vec![Some(1), None]),
            "ArrayInt32([Some(1), None])",
        ),
        (
            "text[]",
            ParameterValue::ArrayStr(vec![Some("a".into()), None]),
            "ArrayStr([Some(\"a\"), None])",
        ),
        (
            "interval",
            ParameterValue::Interval(interval),
            "Interval(Interval { micros: 1, days: 2, months: 3 })",
        ),
        ("text", ParameterValue::DbNull, "DbNull"),
    ] {
        let rows = query(&server, &format!("SELECT $1::{sql_type}"), vec![sent])
            .await
            .map_err(|error| anyhow!("{sql_type}: {error:?}"))?;
        assert_eq!(
            format!("{:?}", rows.rows[0][0]),
            format!("DbValue::{received}"),
            "{sql_type}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_timestamptz_column_cannot_be_read_as_in_spin() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    let result = query(&server, "SELECT now()", Vec::new()).await;
    assert!(
        matches!(result, Err(Error::QueryFailed(QueryError::Text(_)))),
        "{result:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_refused_statement_reports_its_sqlstate() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    match query(&server, "SELECT 1 / 0", Vec::new()).await {
        Err(Error::QueryFailed(QueryError::DbError(error))) => assert_eq!(error.code, "22012"),
        other => panic!("{other:?}"),
    }
    Ok(())
}

#[tokio::test]
async fn an_address_outside_the_allow_list_is_refused() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    let result = server
        .pools
        .open(&AllowedHosts::default(), &server.url, None)
        .await;
    assert!(matches!(result, Err(Error::ConnectionFailed(text)) if text.contains("not permitted")));
    Ok(())
}

#[tokio::test]
async fn a_statement_given_up_is_cancelled_and_its_connection_used_again() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    let backend = value(&server, "SELECT pg_backend_pid()").await?;
    {
        let sleeping = query(&server, "SELECT pg_sleep(3600)", Vec::new());
        let given_up = tokio::time::timeout(Duration::from_millis(200), sleeping).await;
        assert!(given_up.is_err());
    }
    let running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(3600)' \
                   AND pid <> pg_backend_pid()";
    eventually(async || Ok(format!("{:?}", value(&server, running).await?) == "DbValue::Int64(0)"))
        .await?;
    let pids = "SELECT count(*) FROM pg_stat_activity WHERE pid = ";
    let DbValue::Int32(pid) = backend else {
        panic!("{backend:?}")
    };
    assert_eq!(
        format!("{:?}", value(&server, &format!("{pids}{pid}")).await?),
        "DbValue::Int64(1)"
    );
    Ok(())
}

#[tokio::test]
async fn rows_left_unread_do_not_reach_the_next_statement() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    for _ in 0..3 {
        let session = server
            .pools
            .open(&server.allowed, &server.url, None)
            .await
            .map_err(|error| anyhow!("{error:?}"))?;
        let mut rows = session
            .query("SELECT generate_series(1, 100000000)", Vec::new())
            .await
            .map_err(|error| anyhow!("{error:?}"))?;
        assert!(rows.next().await.is_some());
        drop(rows);
        let next = session
            .query("SELECT 'next'", Vec::new())
            .await
            .map_err(|error| anyhow!("{error:?}"))?;
        let next = next.collect().await.map_err(|error| anyhow!("{error:?}"))?;
        assert_eq!(format!("{:?}", next.rows), "[[DbValue::Str(\"next\")]]");
    }
    Ok(())
}

#[tokio::test]
async fn a_connection_that_the_server_ended_is_replaced() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    let ended = query(
        &server,
        "SELECT pg_terminate_backend(pg_backend_pid())",
        Vec::new(),
    )
    .await;
    assert!(ended.is_err());
    assert_eq!(
        format!("{:?}", value(&server, "SELECT 1").await?),
        "DbValue::Int32(1)"
    );
    Ok(())
}

#[tokio::test]
async fn a_connection_is_used_again_as_long_as_its_session_is_left_alone() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    let pid = async || value(&server, "SELECT pg_backend_pid()").await;
    let first = format!("{:?}", pid().await?);
    assert_eq!(format!("{:?}", pid().await?), first);
    query(&server, "SET application_name = 'changed'", Vec::new())
        .await
        .map_err(|error| anyhow!("{error:?}"))?;
    assert_ne!(format!("{:?}", pid().await?), first);
    assert_eq!(
        format!("{:?}", value(&server, "SHOW application_name").await?),
        "DbValue::Str(\"\")"
    );
    Ok(())
}

#[tokio::test]
async fn a_changed_table_is_seen_by_a_statement_that_was_prepared_before() -> Result<()> {
    let Some(server) = Server::start().await? else {
        return Ok(());
    };
    let session = server
        .pools
        .open(&server.allowed, &server.url, None)
        .await
        .map_err(|error| anyhow!("{error:?}"))?;
    let mut widths = Vec::new();
    for change in [
        "CREATE TABLE t AS SELECT 1 AS a",
        "ALTER TABLE t ADD b text",
    ] {
        session
            .execute(change, Vec::new())
            .await
            .map_err(|error| anyhow!("{error:?}"))?;
        let rows = session
            .query("SELECT * FROM t", Vec::new())
            .await
            .map_err(|error| anyhow!("{error:?}"))?;
        widths.push(rows.columns().len());
    }
    assert_eq!(widths, [1, 2]);
    Ok(())
}

async fn eventually(condition: impl AsyncFn() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while !condition().await? {
        ensure!(
            start.elapsed() < PATIENCE,
            "it did not come true in {PATIENCE:?}"
        );
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// A server of its own, ended when dropped.
struct Server {
    process: Child,
    url: String,
    allowed: Arc<AllowedHosts>,
    pools: Pools,
    _folder: tempfile::TempDir,
}

impl Server {
    /// `None`, with a note, where no Postgres is installed.
    async fn start() -> Result<Option<Self>> {
        let Some(programs) = programs() else {
            eprintln!("skipped: no Postgres on PATH or in /usr/lib/postgresql");
            return Ok(None);
        };
        let folder = tempfile::tempdir()?;
        let user = unprivileged_user()?;
        let run = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command.current_dir(folder.path());
            if let Some(id) = user {
                command.uid(id).gid(id);
            }
            command
        };
        if let Some(id) = user {
            chown(folder.path(), Some(id), Some(id))?;
        }
        let data = folder.path().join("data");
        let log = File::create(folder.path().join("log"))?;
        let made = run("initdb")
            .args([
                "--auth",
                "trust",
                "--username",
                "desk",
                "--no-sync",
                "--pgdata",
            ])
            .arg(&data)
            .stdout(log.try_clone()?)
            .stderr(log.try_clone()?)
            .status()?;
        ensure!(made.success(), "initdb failed");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = run("postgres")
            .args([
                "-c",
                "fsync=off",
                "-c",
                "listen_addresses=127.0.0.1",
                "-p",
                &port.to_string(),
                "-k",
            ])
            .arg(folder.path())
            .arg("-D")
            .arg(&data)
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("starting Postgres")?;
        let manifest = "spin_manifest_version = 2\n[application]\nname = \"a\"\n";
        let variables =
            Variables::resolve(&Manifest::parse(manifest, Path::new("."))?, &[], |_| None)?;
        let server = Self {
            process,
            url: format!("postgres://desk@127.0.0.1:{port}/postgres?sslmode=disable"),
            allowed: Arc::new(AllowedHosts::parse(
                &[format!("postgres://127.0.0.1:{port}")],
                &variables,
            )?),
            pools: Pools::default(),
            _folder: folder,
        };
        server.wait_until_ready().await?;
        Ok(Some(server))
    }

    async fn wait_until_ready(&self) -> Result<()> {
        eventually(async || {
            Ok(self
                .pools
                .open(&self.allowed, &self.url, None)
                .await
                .is_ok())
        })
        .await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended is as good; its children end when they miss it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The folder of Postgres' programs: on PATH, or where Debian keeps them.
fn programs() -> Option<PathBuf> {
    let is_complete = |folder: &PathBuf| {
        ["initdb", "postgres"]
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    let on_path =
        std::env::var_os("PATH").and_then(|path| std::env::split_paths(&path).find(is_complete));
    on_path.or_else(|| {
        let debian = glob::glob("/usr/lib/postgresql/*/bin").ok()?;
        debian.filter_map(Result::ok).filter(is_complete).last()
    })
}

/// Postgres refuses to run as root: the id of the user it runs as instead, if this is root.
fn unprivileged_user() -> Result<Option<u32>> {
    let own = std::fs::metadata("/proc/self")
        .context("/proc tells who this process is")?
        .uid();
    if own != 0 {
        return Ok(None);
    }
    let output = Command::new("id").args(["-u", "nobody"]).output()?;
    Ok(Some(String::from_utf8(output.stdout)?.trim().parse()?))
}
