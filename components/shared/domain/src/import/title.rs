//! What a conversation is called that brings no title: how its user begins.

use crate::turn::{Turn, TurnRole};

/// The longest title that is made here, in characters.
pub const MAX_MADE_TITLE_CHARS: usize = 80;

/// The beginning of the first user turn, else of the first turn: on one line, cut at a word where there is one.
pub fn made_from(turns: &[Turn]) -> String {
    let spoken = turns
        .iter()
        .find(|turn| turn.role == TurnRole::User)
        .or_else(|| turns.first());
    let content = spoken.map_or("", |turn| turn.content.as_str());
    let mut title = String::new();
    let mut chars = 0;
    for word in content.split_whitespace() {
        let word: String = word.chars().filter(|letter| !letter.is_control()).collect();
        let length = word.chars().count();
        if length == 0 {
            continue;
        }
        let space = usize::from(chars > 0);
        // One place is kept for what says that it goes on.
        if chars + space + length >= MAX_MADE_TITLE_CHARS {
            if chars == 0 {
                title.extend(word.chars().take(MAX_MADE_TITLE_CHARS - 1));
            }
            title.push('…');
            break;
        }
        if space == 1 {
            title.push(' ');
        }
        title.push_str(&word);
        chars += space + length;
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(content: &str) -> String {
        let turn = |role, content: &str| Turn {
            role,
            content: content.to_owned(),
        };
        made_from(&[
            turn(TurnRole::System, "You are kind."),
            turn(TurnRole::User, content),
        ])
    }

    #[test]
    fn a_short_beginning_is_the_title_on_one_line() {
        assert_eq!(title(" How do\n\tI  start?\u{7} "), "How do I start?");
    }

    #[test]
    fn a_long_beginning_is_cut_at_a_word() {
        let made = title(&"word ".repeat(40));
        assert!(made.ends_with("word…"), "{made}");
        assert!(made.chars().count() <= MAX_MADE_TITLE_CHARS);
    }

    #[test]
    fn a_beginning_without_words_is_cut_anywhere() {
        let made = title(&"字".repeat(200));
        assert_eq!(made.chars().count(), MAX_MADE_TITLE_CHARS);
    }
}
