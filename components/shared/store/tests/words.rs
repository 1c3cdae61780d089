//! The words of a search: which are looked for one by one, and in which order.

use parley_domain::{
    cursor::{Cursor, Key, Side},
    query::ListQuery,
};
use parley_store::{
    conversations::{
        count,
        page::{self, Section},
        plan::{self, Inquiry, Plan},
        words::WordOrder,
    },
    statement::Value,
};
use std::num::NonZeroU32;
use uuid::Uuid;

fn list(query: &str) -> ListQuery {
    ListQuery::parse(query).expect("valid")
}

/// A list from a cursor on that carries the plan with this code.
fn next_page(query: &str, plan: Option<NonZeroU32>) -> ListQuery {
    let mut query = list(query);
    query.cursor = Some(Cursor {
        side: Side::After,
        key: Key::TotalTurns(4),
        id: Uuid::nil(),
        plan,
    });
    query
}

/// The words of a collected page, in the order in which they are looked for, where `EXPLAIN` gives these lines.
fn looked_for(search: &str, explained: &[&str]) -> Vec<String> {
    let search = format!("search={search}&sort_by=total_turns");
    let query = list(&search);
    let mut inquiry = Inquiry::for_page(&query.filter);
    inquiry
        .answer(&explained.join("\n"))
        .expect("a readable answer");
    let query = next_page(&search, inquiry.plan(&query).code());
    let plan = plan::at_once(&query).expect("the plan of the page before");
    let (_, parameters) = page::rows(&query, plan, Section::Whole, 26).into_parts();
    let texts = parameters.into_iter().filter_map(|value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    // After the whole search each word stands twice, and after them the cursor.
    let mut words: Vec<_> = texts.skip(1).take(6).collect();
    words.dedup();
    words
}

#[test]
fn the_rarest_of_several_words_is_looked_for_first() {
    let explained = [
        "Subquery Scan on word_2  (cost=0.00..150000.00 rows=35 width=46)",
        "  Filter: (word_2.search_vector @@ 'sabbat'::tsquery)",
        "  ->  Subquery Scan on word_1  (cost=0.00..140000.00 rows=1750 width=183)",
        "        Filter: (word_1.search_vector @@ 'griev'::tsquery)",
        "        ->  Subquery Scan on word_0  (cost=0.00..130000.00 rows=35000 width=183)",
        "              Filter: (word_0.search_vector @@ 'widow'::tsquery)",
        "              ->  Seq Scan on conversations  (cost=0.00..120000.00 rows=1000000 width=183)",
    ];
    assert_eq!(
        looked_for("widow+grieving+sabbatical", &explained),
        ["sabbatical", "widow", "grieving"]
    );
}

#[test]
fn a_word_that_the_dictionary_drops_is_looked_for_last() {
    let explained = [
        "Subquery Scan on word_2  (cost=0.00..150000.00 rows=900 width=46)",
        "  Filter: (word_2.search_vector @@ 'widow'::tsquery)",
        "  ->  Subquery Scan on word_1  (cost=0.00..140000.00 rows=30000 width=183)",
        "        Filter: (word_1.search_vector @@ 'griev'::tsquery)",
        "        ->  Seq Scan on conversations  (cost=0.00..120000.00 rows=1000000 width=183)",
        "              Filter: (persona = 'a on word_0 (cost=1.00..2.00 rows=3 width=4)')",
    ];
    assert_eq!(
        looked_for("the+grieving+widow", &explained),
        ["grieving", "widow", "the"]
    );
    let nothing_left = [
        "Result  (cost=0.00..0.00 rows=0 width=0)",
        "  One-Time Filter: false",
    ];
    assert_eq!(
        looked_for("the+and+of", &nothing_left),
        ["the", "and", "of"]
    );
}

#[test]
fn every_word_is_looked_for_whatever_order_a_cursor_carries() {
    let query = "search=widow+grieving+sabbatical&sort_by=total_turns";
    let typed = Plan::Collect {
        words: WordOrder::AS_TYPED,
    };
    let all_alike = 0b111_111_111_111_111_111 << 3;
    let kind = typed.code().map_or(0, NonZeroU32::get);
    for order in [0, all_alike, 0b101_000_111 << 3, u32::MAX << 3] {
        let query = next_page(query, NonZeroU32::new(kind | order));
        let plan = plan::at_once(&query).expect("a plan");
        let words = page::rows(&query, plan, Section::Whole, 26).into_parts().0;
        assert_eq!(words.matches("OR search_vector @@").count(), 3, "{plan:?}");
    }
}

fn conditions(query: &str) -> String {
    count::exact(&list(query).filter).into_parts().0
}

#[test]
fn several_plain_words_are_looked_for_one_by_one() {
    let words = conditions("search=widow+grieving+sabbatical");
    assert_eq!(words.matches("OR search_vector @@").count(), 3, "{words}");
}

#[test]
fn a_search_with_operators_or_many_words_is_left_to_postgres_whole() {
    for search in [
        "tax",
        "widow+OR+sabbatical",
        "widow+-sabbatical",
        "%22widow+sabbatical%22",
        "na%C3%AFve+widow",
        "a1+a2+a3+a4+a5+a6+a7",
    ] {
        let words = conditions(&format!("search={search}"));
        assert_eq!(words.matches("search_vector @@").count(), 1, "{words}");
        assert!(!words.contains(" OR "), "{words}");
    }
}
