//! Statements without the values in them.
//!
//! `pg_stat_statements` takes the constants out of queries, but not out of utility statements (`ALTER ROLE … PASSWORD`),
//! and `pg_stat_activity` out of none. So every text goes through [`mask`] before it leaves: strings, numbers and
//! comments do not. Where it cannot be said where a string ends, nothing of what follows does.

use std::{iter::Peekable, str::Chars};

/// What stands where a value stood.
const MASK: char = '?';

/// The text with `?` for every string and number, and without its comments. Parameters (`$1`) and quoted identifiers stay.
pub fn mask(sql: &str) -> String {
    let mut masked = String::with_capacity(sql.len());
    let mut rest = sql.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\'' => {
                if !string(&mut masked, &mut rest) {
                    return masked;
                }
            }
            '"' => identifier(&mut masked, &mut rest),
            '$' => dollar(&mut masked, &mut rest),
            '-' if rest.peek() == Some(&'-') => {
                while rest.next_if(|letter| *letter != '\n').is_some() {}
            }
            '/' if rest.peek() == Some(&'*') => comment(&mut rest),
            digit if digit.is_ascii_digit() => {
                let exponent =
                    |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_');
                while rest.next_if(exponent).is_some() {}
                masked.push(MASK);
            }
            letter if is_word(letter) => {
                masked.push(letter);
                while let Some(letter) = rest
                    .next_if(|letter| is_word(*letter) || letter.is_ascii_digit() || *letter == '$')
                {
                    masked.push(letter);
                }
            }
            other => masked.push(other),
        }
    }
    masked
}

/// The masked text in the form in which two of one statement are equal, whoever took the values out: parameters, `true`,
/// `false` and `NULL` are values too, and white space is one space.
pub fn skeleton(sql: &str) -> String {
    let masked = mask(sql);
    let mut skeleton = String::with_capacity(masked.len());
    let mut rest = masked.chars().peekable();
    let mut word = String::new();
    loop {
        let next = rest.next();
        if let Some(letter) = next
            && (is_word(letter) || letter.is_ascii_digit())
        {
            word.push(letter);
            continue;
        }
        if ["true", "false", "null"]
            .iter()
            .any(|value| word.eq_ignore_ascii_case(value))
        {
            skeleton.push(MASK);
        } else {
            skeleton.push_str(&word);
        }
        word.clear();
        match next {
            None => return skeleton,
            Some('$') => {
                while rest.next_if(char::is_ascii_digit).is_some() {}
                skeleton.push(MASK);
            }
            Some(space) if space.is_whitespace() => {
                if !skeleton.ends_with(' ') {
                    skeleton.push(' ');
                }
            }
            Some(other) => skeleton.push(other),
        }
    }
}

const fn is_word(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii()
}

/// After the opening quote of a string. False where its end cannot be told, and with it nothing of what follows.
fn string(masked: &mut String, rest: &mut Peekable<Chars<'_>>) -> bool {
    // A prefix belongs to the string: E'…', B'…', X'…', N'…', U&'…'.
    let prefix = prefix(masked);
    masked.truncate(masked.len() - prefix.len());
    let escapes = prefix.eq_ignore_ascii_case("e");
    masked.push(MASK);
    let mut is_escaped = false;
    while let Some(letter) = rest.next() {
        match letter {
            '\'' if is_escaped && escapes => is_escaped = false,
            // With `standard_conforming_strings` off, this quote would not end it.
            '\'' if is_escaped => return false,
            '\'' if rest.next_if_eq(&'\'').is_none() => return true,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    true
}

fn prefix(masked: &str) -> &'static str {
    let before = |prefix: &str| {
        masked
            .get(masked.len().saturating_sub(prefix.len())..)
            .is_some_and(|end| end.eq_ignore_ascii_case(prefix))
            && !masked
                .get(..masked.len() - prefix.len())
                .is_some_and(|rest| {
                    rest.ends_with(|letter| is_word(letter) || letter.is_ascii_digit())
                })
    };
    ["u&", "e", "b", "x", "n"]
        .into_iter()
        .find(|prefix| before(prefix))
        .unwrap_or_default()
}

fn identifier(masked: &mut String, rest: &mut Peekable<Chars<'_>>) {
    masked.push('"');
    for letter in rest.by_ref() {
        masked.push(letter);
        if letter == '"' {
            break;
        }
    }
}

/// After a dollar sign: a parameter, or the tag of a string that ends with the same tag.
fn dollar(masked: &mut String, rest: &mut Peekable<Chars<'_>>) {
    if rest.peek().is_some_and(char::is_ascii_digit) {
        masked.push('$');
        while let Some(digit) = rest.next_if(char::is_ascii_digit) {
            masked.push(digit);
        }
        return;
    }
    let mut end = String::from("$");
    while let Some(letter) = rest.next_if(|letter| is_word(*letter) || letter.is_ascii_digit()) {
        end.push(letter);
    }
    masked.push(MASK);
    if rest.next_if_eq(&'$').is_none() {
        return;
    }
    end.push('$');
    let mut inside = String::new();
    for letter in rest.by_ref() {
        inside.push(letter);
        if inside.ends_with(&end) {
            break;
        }
    }
}

/// After the slash of a comment, which may hold others.
fn comment(rest: &mut Peekable<Chars<'_>>) {
    let mut depth = 0;
    let mut before = '/';
    for letter in rest.by_ref() {
        match (before, letter) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                before = letter;
                continue;
            }
        }
        // Neither half of a mark is half of the next.
        before = ' ';
        if depth == 0 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strings_and_numbers_are_masked() {
        for (sql, masked) in [
            (
                "SELECT 'it''s', 12.5e3, 0x1F, t1.c2",
                "SELECT ?, ?, ?, t1.c2",
            ),
            (r"SELECT E'a\'b', 1", "SELECT ?, ?"),
            (r"SELECT 'a\\', 1", "SELECT ?, ?"),
            (
                "SELECT U&'x', n'x', B'01', date '2026-01-01'",
                "SELECT ?, ?, ?, date ?",
            ),
            ("SELECT $$a'b$$, $t$c$$d$t$, $1", "SELECT ?, ?, $1"),
            (
                "SELECT \"a'b\" -- secret\nFROM t /* a /* b */ 'c' */",
                "SELECT \"a'b\" \nFROM t ",
            ),
            ("ALTER ROLE r PASSWORD 'secret", "ALTER ROLE r PASSWORD ?"),
        ] {
            assert_eq!(mask(sql), masked, "{sql}");
        }
    }

    #[test]
    fn nothing_follows_a_string_whose_end_cannot_be_told() {
        assert_eq!(mask(r"SELECT 'a\', 'secret'"), "SELECT ?");
    }

    #[test]
    fn a_statement_and_its_normalised_text_have_one_skeleton() {
        assert_eq!(
            skeleton("SELECT  a FROM t\n WHERE true AND b = $1::text LIMIT 26"),
            skeleton("SELECT a FROM t WHERE $2 AND b = $1::text LIMIT $3"),
        );
    }

    proptest! {
        #[test]
        fn no_value_is_left(value in "[a-z]{3,9}[0-9]{3}[ ;()\"*/$-]{0,4}") {
            let sql = format!("UPDATE t SET a = '{value}', b = E'{value}\\'' WHERE c = $q${value}$q$ AND d = 1");
            prop_assert_eq!(mask(&sql), "UPDATE t SET a = ?, b = ? WHERE c = ? AND d = ?");
        }

        #[test]
        fn any_text_can_be_masked(sql in ".{0,80}") {
            let _ = (mask(&sql), skeleton(&sql));
        }
    }
}
