//! Bytes as they come become lines, of which none is held beyond [`MAX_LINE_BYTES`].
//!
//! A line ends at a line feed; a carriage return before it belongs to the end. A byte order mark before the first line,
//! which some editors and PowerShell write, is no part of it. Blank lines are counted, and are not given out.

/// The longest line, in bytes. A conversation is a few kilobytes; a line beyond this is a file without line breaks, and
/// would have to be held whole.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A line that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// From 1, blank lines included.
    pub number: u64,
    /// What it holds, without its end; `None` where that is over [`MAX_LINE_BYTES`].
    pub content: Option<&'a [u8]>,
}

/// Splits bytes into lines.
#[derive(Debug, Default)]
pub struct Lines {
    /// The line so far, at most [`MAX_LINE_BYTES`] of it.
    line: Vec<u8>,
    is_too_long: bool,
    /// Lines that have ended.
    ended: u64,
    /// Whether `line` was given out and is to be forgotten.
    is_given: bool,
}

impl Lines {
    /// Takes bytes from the front of `bytes` until a line ends there; `None` when all of them were taken and none did.
    pub fn next<'a>(&'a mut self, bytes: &mut &[u8]) -> Option<Line<'a>> {
        while !bytes.is_empty() {
            self.forget_given();
            match bytes.iter().position(|byte| *byte == b'\n') {
                Some(end) => {
                    let (line, rest) = bytes.split_at(end);
                    self.extend(line);
                    *bytes = rest.get(1..).unwrap_or_default();
                    self.ended += 1;
                    self.is_given = true;
                    if !self.is_blank() {
                        return Some(self.current());
                    }
                }
                None => {
                    self.extend(bytes);
                    *bytes = &[];
                }
            }
        }
        None
    }

    /// The last line, where the file does not end in a line break.
    pub fn last(&mut self) -> Option<Line<'_>> {
        self.forget_given();
        if self.is_blank() {
            return None;
        }
        self.ended += 1;
        self.is_given = true;
        Some(self.current())
    }

    fn extend(&mut self, bytes: &[u8]) {
        if self.line.len() + bytes.len() > MAX_LINE_BYTES {
            self.is_too_long = true;
            self.line.clear();
        }
        if !self.is_too_long {
            self.line.extend_from_slice(bytes);
        }
    }

    fn forget_given(&mut self) {
        if self.is_given {
            self.line.clear();
            self.is_too_long = false;
            self.is_given = false;
        }
    }

    fn is_blank(&self) -> bool {
        !self.is_too_long && self.content().trim_ascii().is_empty()
    }

    fn content(&self) -> &[u8] {
        let line = self.line.as_slice();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // Of the first line: it has been counted by now where a line break ended it.
        if self.ended <= 1 {
            line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line)
        } else {
            line
        }
    }

    fn current(&self) -> Line<'_> {
        Line {
            number: self.ended,
            content: (!self.is_too_long).then(|| self.content()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers and texts of all lines, fed so many bytes at a time.
    fn split(file: &[u8], step: usize) -> Vec<(u64, Option<String>)> {
        let own = |line: Line<'_>| {
            let text = line
                .content
                .map(|content| String::from_utf8_lossy(content).into_owned());
            (line.number, text)
        };
        let mut lines = Lines::default();
        let mut all = Vec::new();
        for mut bytes in file.chunks(step) {
            while let Some(line) = lines.next(&mut bytes) {
                all.push(own(line));
            }
        }
        all.extend(lines.last().map(own));
        all
    }

    fn line(number: u64, text: &str) -> (u64, Option<String>) {
        (number, Some(text.to_owned()))
    }

    #[test]
    fn lines_are_the_same_however_the_bytes_come() {
        let file = b"\xef\xbb\xbf{\"a\":1}\r\n\r\n  \n{\"b\":2}\n\n{\"c\":3}";
        let expected = [
            line(1, "{\"a\":1}"),
            line(4, "{\"b\":2}"),
            line(6, "{\"c\":3}"),
        ];
        for step in 1..=file.len() {
            assert_eq!(split(file, step), expected, "{step} bytes at a time");
        }
    }

    #[test]
    fn a_byte_order_mark_alone_is_a_blank_line() {
        assert_eq!(split(b"\xef\xbb\xbf", 1), []);
        assert_eq!(split(b"\xef\xbb\xbf\nx", 2), [line(2, "x")]);
    }

    #[test]
    fn a_byte_order_mark_further_on_belongs_to_its_line() {
        assert_eq!(
            split(b"x\n\xef\xbb\xbfy", 9),
            [line(1, "x"), line(2, "\u{feff}y")]
        );
    }

    #[test]
    fn a_line_over_the_limit_is_skipped_to_its_end() {
        let mut file = b"first\n".to_vec();
        file.extend(std::iter::repeat_n(b'x', MAX_LINE_BYTES + 1));
        file.extend(b"\nlast\n");
        let expected = [line(1, "first"), (2, None), line(3, "last")];
        for step in [1, 7, 65_536, file.len()] {
            assert_eq!(split(&file, step), expected, "{step} bytes at a time");
        }
    }

    #[test]
    fn a_line_of_the_limit_is_taken() {
        let file = vec![b'x'; MAX_LINE_BYTES];
        assert_eq!(split(&file, 65_536).len(), 1);
        assert!(split(&file, 65_536)[0].1.is_some());
    }
}
