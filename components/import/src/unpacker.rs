//! Gzip taken apart as it comes.

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use parley_domain::problem::{Kind, Problem};
use std::io::{self, Write};

/// How much is unpacked in one step, in bytes as they came. Deflate makes at most 1,032 bytes of one, so a step holds
/// little more than a MiB, whatever was sent.
const STEP_BYTES: usize = 1024;

/// A gzip stream, of one member or several.
pub struct Unpacker {
    decoder: MultiGzDecoder<Vec<u8>>,
    /// Came, and not yet unpacked.
    packed: Bytes,
}

impl Unpacker {
    pub fn new() -> Self {
        Self {
            decoder: MultiGzDecoder::new(Vec::new()),
            packed: Bytes::new(),
        }
    }

    /// Takes in what came next, after [`Self::step`] has given out all of what came before.
    pub fn push(&mut self, packed: Bytes) {
        self.packed = packed;
    }

    /// Some more of the text, perhaps none of it yet; `None` when what came is used up.
    pub fn step(&mut self) -> Result<Option<Bytes>, Problem> {
        if self.packed.is_empty() {
            return Ok(None);
        }
        let packed = self.packed.split_to(self.packed.len().min(STEP_BYTES));
        self.decoder.write_all(&packed).map_err(broken)?;
        Ok(Some(self.unpacked()))
    }

    /// The rest of the text, after all of the stream has come.
    pub fn end(&mut self) -> Result<Bytes, Problem> {
        self.decoder.try_finish().map_err(broken)?;
        Ok(self.unpacked())
    }

    fn unpacked(&mut self) -> Bytes {
        std::mem::take(self.decoder.get_mut()).into()
    }
}

fn broken(cause: io::Error) -> Problem {
    Problem::new(Kind::InvalidRequest, "the body is no whole gzip stream").because(cause)
}
