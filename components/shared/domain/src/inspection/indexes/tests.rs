use super::*;

fn index(name: &str, columns: &[&str]) -> Index {
    Index {
        schema: "public".to_owned(),
        table: "t".to_owned(),
        name: name.to_owned(),
        method: "btree".to_owned(),
        key: columns
            .iter()
            .map(|column| KeyPart {
                expression: (*column).to_owned(),
                kind: "1 0 0".to_owned(),
            })
            .collect(),
        included: Vec::new(),
        predicate: None,
        definition: String::new(),
        is_unique: false,
        constraint: None,
        is_replica_identity: false,
        is_partitioned: false,
        is_valid: true,
        scans: 0,
        bytes: 20 * 1024 * 1024,
    }
}

fn unique(name: &str, columns: &[&str]) -> Index {
    Index {
        is_unique: true,
        ..index(name, columns)
    }
}

fn duplicates(indexes: Vec<Index>) -> Vec<String> {
    let facts = Facts {
        since: None,
        indexes,
        tables: Vec::new(),
        trees: Vec::new(),
    };
    let query = IndexesQuery::default();
    let judged = Indexes::judge(&query, facts);
    judged
        .duplicate
        .into_iter()
        .map(|verdict| verdict.index)
        .collect()
}

fn is_unused(index: &Index) -> bool {
    unused(index, &IndexesQuery::default(), None).is_some()
}

fn is_missing(rows: i64, sequential_scans: i64, index_scans: i64) -> bool {
    let table = Table {
        schema: "public".to_owned(),
        name: "t".to_owned(),
        rows,
        bytes: 0,
        sequential_scans,
        sequential_rows: 0,
        index_scans,
    };
    missing(table, &IndexesQuery::default()).is_some()
}

#[test]
fn a_large_index_without_scans_is_unused() {
    assert!(is_unused(&index("a", &["a"])));
    assert!(!is_unused(&Index {
        scans: 1,
        ..index("a", &["a"])
    }));
    assert!(!is_unused(&Index {
        bytes: 10 * 1024 * 1024 - 1,
        ..index("a", &["a"])
    }));
}

#[test]
fn an_index_that_keeps_a_rule_is_never_unused() {
    assert!(!is_unused(&unique("a", &["a"])));
    assert!(!is_unused(&Index {
        constraint: Some("c".to_owned()),
        ..index("a", &["a"])
    }));
    assert!(!is_unused(&Index {
        is_replica_identity: true,
        ..index("a", &["a"])
    }));
}

#[test]
fn a_partitioned_index_is_not_dropped_concurrently() {
    let verdict = |index: &Index| {
        unused(index, &IndexesQuery::default(), None)
            .expect("unused")
            .sql
    };
    assert_eq!(
        verdict(&index("a\"b", &["a"])),
        r#"DROP INDEX CONCURRENTLY "public"."a""b";"#
    );
    let partitioned = Index {
        is_partitioned: true,
        ..index("a", &["a"])
    };
    assert_eq!(verdict(&partitioned), r#"DROP INDEX "public"."a";"#);
}

#[test]
fn the_shorter_of_two_with_one_beginning_is_a_duplicate() {
    assert_eq!(
        duplicates(vec![index("short", &["a"]), index("long", &["a", "b"])]),
        ["short"]
    );
    assert!(duplicates(vec![index("one", &["a"]), index("other", &["b", "a"])]).is_empty());
}

#[test]
fn of_two_equal_ones_the_less_used_is_a_duplicate() {
    let used = Index {
        scans: 5,
        ..index("used", &["a"])
    };
    assert_eq!(duplicates(vec![used, index("a", &["a"])]), ["a"]);
    assert_eq!(
        duplicates(vec![index("b", &["a"]), index("a", &["a"])]),
        ["b"]
    );
    assert_eq!(
        duplicates(vec![
            index("a", &["a"]),
            index("b", &["a"]),
            index("c", &["a"])
        ]),
        ["b", "c"]
    );
}

#[test]
fn what_keeps_a_rule_is_no_duplicate() {
    assert!(duplicates(vec![unique("rule", &["a"]), index("long", &["a", "b"])]).is_empty());
    assert_eq!(
        duplicates(vec![unique("rule", &["a"]), index("plain", &["a"])]),
        ["plain"]
    );
    assert_eq!(
        duplicates(vec![unique("b", &["a"]), unique("a", &["a"])]),
        ["b"]
    );
    let constraint = |name| Index {
        constraint: Some("c".to_owned()),
        ..unique(name, &["a"])
    };
    assert!(duplicates(vec![constraint("a"), constraint("b")]).is_empty());
}

#[test]
fn another_method_predicate_class_or_table_is_no_duplicate() {
    let one = || index("one", &["a"]);
    let mut class = index("class", &["a"]);
    class.key[0].kind = "2 0 0".to_owned();
    for other in [
        Index {
            method: "hash".to_owned(),
            ..index("method", &["a"])
        },
        Index {
            predicate: Some("b".to_owned()),
            ..index("predicate", &["a"])
        },
        Index {
            table: "u".to_owned(),
            ..index("table", &["a"])
        },
        Index {
            schema: "s".to_owned(),
            ..index("schema", &["a"])
        },
        Index {
            is_valid: false,
            bytes: 0,
            ..index("invalid", &["a", "b"])
        },
        class,
    ] {
        assert!(
            duplicates(vec![one(), other.clone()]).is_empty(),
            "{}",
            other.name
        );
    }
}

#[test]
fn an_index_with_more_columns_included_is_no_duplicate() {
    let included = |columns: &[&str], name| Index {
        included: columns.iter().map(ToString::to_string).collect(),
        ..index(name, &["a"])
    };
    assert_eq!(
        duplicates(vec![included(&["b"], "covering"), index("plain", &["a"])]),
        ["plain"]
    );
    assert_eq!(
        duplicates(vec![
            included(&["b"], "covering"),
            index("wide", &["a", "b"])
        ]),
        ["covering"]
    );
}

#[test]
fn a_large_table_that_is_mostly_scanned_lacks_an_index() {
    assert!(is_missing(10_000, 100, 1_000));
    assert!(!is_missing(9_999, 100, 0));
    assert!(!is_missing(10_000, 99, 0));
    assert!(!is_missing(10_000, 100, 1_900));
}

#[test]
fn an_index_is_bloated_by_what_it_wastes() {
    let tree = |bytes, needed_bytes| Tree {
        schema: "public".to_owned(),
        table: "t".to_owned(),
        name: "i".to_owned(),
        bytes,
        needed_bytes,
    };
    let query = IndexesQuery {
        bloat_min_bytes: 1_000,
        ..IndexesQuery::default()
    };
    assert!(bloated(tree(3_000, 2_001), &query).is_none());
    let verdict = bloated(tree(3_000, 2_000), &query).expect("bloated");
    assert_eq!(verdict.sql, r#"REINDEX INDEX CONCURRENTLY "public"."i";"#);
    // Deduplication makes entries smaller than their widths say.
    let any = IndexesQuery {
        bloat_min_bytes: 0,
        ..IndexesQuery::default()
    };
    assert!(bloated(tree(1_000, 2_000), &any).is_none());
}
