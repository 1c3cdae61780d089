//! The files in the libraries that trainers load them with (`tests/python/load_exports.py`).

use super::{FORMATS, samples};
use crate::support::{fixture::Fixture, registry::tests};
use parley_xtask::{python, workspace::root};
use std::{fs, process::Command};

tests![every_format_loads_in_its_library];

fn every_format_loads_in_its_library(fixture: &Fixture) {
    let (_app, client, _) = samples(fixture);
    let folder = tempfile::tempdir().expect("a folder");
    for format in FORMATS {
        for (name, include) in [("plain", ""), ("metadata", "&include=metadata")] {
            let answer = client.get(&format!(
                "/api/export?format={format}&category=export-sample{include}"
            ));
            assert_eq!(answer.status, 200, "{}", answer.text());
            let file = folder.path().join(format!("{format}-{name}.jsonl"));
            fs::write(file, &answer.body).expect("a file");
        }
    }
    let python = python::environment().expect("Python with its packages");
    let output = Command::new(python)
        .arg(root().join("tests/python/load_exports.py"))
        .arg(folder.path())
        .env("HF_HOME", folder.path().join("cache"))
        .env("HF_HUB_OFFLINE", "1")
        .output()
        .expect("Python");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
