//! Cursors, from outside: what goes in comes out, and nothing else comes in.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use parley_domain::{
    cursor::{Cursor, CursorError, Key, MAX_LENGTH, Side},
    quality::Quality,
    sort::{Direction, Sort, SortKey, TITLE_KEY_CHARS},
    timestamp::Timestamp,
};
use proptest::prelude::*;
use std::num::NonZeroU32;
use uuid::Uuid;

fn key() -> impl Strategy<Value = Key> {
    // The years 1 to 9999, in microseconds.
    let instant = (-62_135_596_800_000_000_i64..253_402_300_800_000_000)
        .prop_map(|micros| Timestamp::from_micros(micros).expect("in range"));
    let quality = proptest::option::of(
        (0_u16..=1000).prop_map(|h| Quality::from_hundredths(h).expect("in range")),
    );
    prop_oneof![
        instant.clone().prop_map(Key::CreatedAt),
        instant.prop_map(Key::UpdatedAt),
        quality.prop_map(Key::QualityScore),
        "[^\0]{0,120}".prop_map(|title| Key::title(&title)),
        any::<i32>().prop_map(Key::TotalTurns),
    ]
}

fn cursor() -> impl Strategy<Value = Cursor> {
    (
        prop_oneof![Just(Side::After), Just(Side::Before)],
        key(),
        any::<u128>(),
        any::<u32>(),
    )
        .prop_map(|(side, key, id, plan)| Cursor {
            side,
            key,
            id: Uuid::from_u128(id),
            plan: NonZeroU32::new(plan),
        })
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Ascending), Just(Direction::Descending)]
}

fn sort_of(cursor: &Cursor, direction: Direction) -> Sort {
    Sort {
        key: cursor.key.sort_key(),
        direction,
    }
}

proptest! {
    #[test]
    fn a_cursor_comes_back_as_it_went_out(cursor in cursor(), direction in direction(), filter: u64) {
        let text = cursor.encode(direction, filter);
        prop_assert_eq!(Cursor::decode(&text, sort_of(&cursor, direction), filter), Ok(cursor));
    }

    #[test]
    fn a_cursor_is_never_longer_than_it_may_be(cursor in cursor(), direction in direction(), filter: u64) {
        prop_assert!(cursor.encode(direction, filter).len() <= MAX_LENGTH);
    }

    #[test]
    fn a_cursor_with_one_character_changed_is_refused(
        cursor in cursor(), direction in direction(), filter: u64, place: prop::sample::Index, letter in "[A-Za-z0-9_-]",
    ) {
        let text = cursor.encode(direction, filter);
        let place = place.index(text.len());
        let mut changed = text.clone();
        changed.replace_range(place..=place, &letter);
        prop_assume!(changed != text);
        prop_assert!(Cursor::decode(&changed, sort_of(&cursor, direction), filter).is_err());
    }

    #[test]
    fn a_cut_cursor_is_refused(cursor in cursor(), direction in direction(), filter: u64, length: prop::sample::Index) {
        let text = cursor.encode(direction, filter);
        let cut = &text[..length.index(text.len())];
        prop_assert_eq!(Cursor::decode(cut, sort_of(&cursor, direction), filter), Err(CursorError::Malformed));
    }

    #[test]
    fn a_cursor_of_another_filter_is_refused(cursor in cursor(), direction in direction(), filter: u64, other: u64) {
        prop_assume!(filter != other);
        let text = cursor.encode(direction, filter);
        prop_assert_eq!(Cursor::decode(&text, sort_of(&cursor, direction), other), Err(CursorError::OtherFilter));
    }

    #[test]
    fn a_cursor_of_another_direction_is_refused(cursor in cursor(), direction in direction(), filter: u64) {
        let text = cursor.encode(direction, filter);
        let other = sort_of(&cursor, direction.reversed());
        prop_assert_eq!(Cursor::decode(&text, other, filter), Err(CursorError::OtherSort));
    }

    #[test]
    fn a_cursor_of_another_sort_key_is_refused(cursor in cursor(), direction in direction(), filter: u64) {
        let text = cursor.encode(direction, filter);
        for key in SortKey::ALL.iter().filter(|key| **key != cursor.key.sort_key()) {
            let other = Sort { key: *key, direction };
            prop_assert_eq!(Cursor::decode(&text, other, filter), Err(CursorError::OtherSort));
        }
    }

    #[test]
    fn a_cursor_of_another_version_is_refused(cursor in cursor(), direction in direction(), filter: u64, version in 3_u8..) {
        let mut bytes = URL_SAFE_NO_PAD.decode(cursor.encode(direction, filter)).expect("base64");
        bytes[0] = version;
        let text = URL_SAFE_NO_PAD.encode(bytes);
        prop_assert_eq!(Cursor::decode(&text, sort_of(&cursor, direction), filter), Err(CursorError::OtherVersion));
    }

    #[test]
    fn no_text_makes_decoding_panic(text in "\\PC{0,600}", direction in direction()) {
        for key in SortKey::ALL {
            let _ = Cursor::decode(&text, Sort { key: *key, direction }, 0);
        }
    }
}

#[test]
fn an_oversized_cursor_is_refused_before_it_is_read() {
    let text = "A".repeat(MAX_LENGTH + 1);
    assert_eq!(
        Cursor::decode(&text, Sort::default(), 0),
        Err(CursorError::TooLong)
    );
}

#[test]
fn a_title_counts_characters_not_bytes() {
    let long = "界".repeat(TITLE_KEY_CHARS + 20);
    assert_eq!(Key::title(&long), Key::Title("界".repeat(TITLE_KEY_CHARS)));
}
