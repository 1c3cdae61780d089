//! The files of SQL and plans are what the store makes today, and their plans go where they should.

use anyhow::{Context, Result};
use parley_domain::sort::{Direction, SortKey};
use parley_store::conversations::plan::{self, Plan};
use parley_xtask::{
    bench::matrix::{self, Filter},
    plans::{Block, cells, file_name, folder, plan_of},
};
use std::{collections::BTreeMap, fs};

fn blocks(filter: &Filter) -> Result<Vec<Block>> {
    let path = folder().join(file_name(filter));
    let text = fs::read_to_string(path).with_context(|| format!("no file of {}", filter.name))?;
    Block::read_all(&text)
}

/// Calls `look` with every block, the filter and the name of the block's first cell; but for what is collected where a scan
/// was given up, which may be read in any way.
fn for_every_block(look: impl Fn(&Block, &str, Plan)) -> Result<()> {
    for filter in matrix::filters() {
        for block in blocks(&filter)? {
            let (cell, way) = block.cells[0].split_once(": ").context("a way")?;
            if cell.ends_with(", the rest") {
                continue;
            }
            let name = format!("{} by {cell}", filter.name);
            look(&block, &name, plan_of(way).context("a plan")?);
        }
    }
    Ok(())
}

#[test]
fn every_statement_is_in_the_files_as_the_store_makes_it() -> Result<()> {
    for filter in matrix::filters() {
        let blocks = blocks(&filter)?;
        let mut named: BTreeMap<&str, (&str, &Block)> = blocks
            .iter()
            .flat_map(|block| block.cells.iter().map(move |cell| (cell, block)))
            .map(|(cell, block)| {
                let (cell, way) = cell.split_once(": ").expect("a cell with its way");
                (cell, (way, block))
            })
            .collect();
        for key in SortKey::ALL {
            let way = named
                .iter()
                .find(|(cell, _)| cell.starts_with(&format!("{} ", key.name())))
                .map(|(_, (way, _))| *way)
                .with_context(|| format!("{} has no {}", filter.name, key.name()))?;
            let plan = plan_of(way).with_context(|| format!("{way} is no plan"))?;
            let at_once = plan::at_once(&matrix::parse(&matrix::list_query(
                &filter,
                (*key, Direction::Descending),
            ))?);
            assert_eq!(
                at_once.unwrap_or(plan),
                plan,
                "{} by {}",
                filter.name,
                key.name()
            );
            for (cell, statement) in cells(&filter, *key, plan)? {
                let (of_cell, block) = named
                    .remove(cell.to_string().as_str())
                    .with_context(|| format!("{} has no {cell}", filter.name))?;
                assert_eq!(of_cell, way, "{}: {cell}", filter.name);
                assert!(
                    block.holds(cell, statement.text()),
                    "`cargo xtask plans` renews what {} has for {cell}:\n{}\n\nbut now it is:\n{}",
                    filter.name,
                    block.sql,
                    statement.text()
                );
            }
        }
        assert!(named.is_empty(), "{} has too much: {named:?}", filter.name);
    }
    Ok(())
}

/// A plan without the part that runs only where a bounded grid has been given up.
fn unless_given_up(explain: &str, plan: Plan) -> String {
    if !matches!(plan, Plan::Grid { bound: Some(_) }) {
        return explain.to_owned();
    }
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut given_up = None;
    let lines = explain.lines().filter(|line| {
        if given_up.is_some_and(|found| indent(line) <= found) {
            given_up = None;
        }
        if line.trim_start() == "CTE found" {
            given_up = Some(indent(line));
        }
        given_up.is_none()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_page_reads_the_table_from_end_to_end() -> Result<()> {
    for_every_block(|block, name, plan| {
        let read = unless_given_up(&block.explain, plan);
        assert!(read.contains(" on conversations"), "{name}: {read}");
        assert!(
            !read.contains("Seq Scan on conversations"),
            "{name}: {read}"
        );
    })
}

#[test]
fn what_a_bounded_grid_collects_after_all_waits_until_it_is_given_up() -> Result<()> {
    for_every_block(|block, name, plan| {
        let given_up = block.explain.len() - unless_given_up(&block.explain, plan).len();
        if given_up > 0 {
            let (_, found) = block
                .explain
                .split_once("CTE found\n")
                .expect("what is found");
            let lines: Vec<_> = found.lines().take(2).map(str::trim_start).collect();
            assert_eq!(lines[0], "->  Result", "{name}: {found}");
            assert!(lines[1].starts_with("One-Time Filter"), "{name}: {found}");
        }
    })
}

#[test]
fn a_page_that_is_not_collected_goes_along_the_index_of_its_sort() -> Result<()> {
    for_every_block(|block, name, plan| {
        let key = SortKey::ALL
            .iter()
            .find(|key| block.cells[0].starts_with(&format!("{} ", key.name())))
            .expect("a sort key");
        let index = match plan {
            Plan::Scan { .. } if *key == SortKey::Title && block.sql.contains("search_vector") => {
                "idx_conversations_search_by_title".to_owned()
            }
            Plan::Scan { .. } => format!("idx_conversations_scan_{}", key.name()),
            Plan::Grid { .. } => format!("idx_conversations_grid_{}", key.name()),
            Plan::Days => "idx_conversations_day_updated_at".to_owned(),
            Plan::Collect { .. } => return,
        };
        let read = unless_given_up(&block.explain, plan);
        assert!(
            read.contains(&format!("using {index} on conversations")),
            "{name}: {read}"
        );
    })
}
