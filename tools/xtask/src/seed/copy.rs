//! COPY's binary format ("COPY", section "Binary Format", in the Postgres manual).
//!
//! The text format would be shorter to write, but the server spends a sixth of a load on reading ids, times and numbers
//! back out of text.

use uuid::Uuid;

/// What a stream begins with: signature, no flags, no extension.
pub(super) const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What a stream ends with.
pub(super) const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// Microseconds from the Unix epoch to Postgres's, 2000-01-01T00:00:00Z.
const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

/// The type `text`, which the elements of an array are declared as (`pg_type.dat`).
const TEXT_OID: u32 = 25;

/// Version of the binary form of `jsonb` (`jsonb_recv`).
const JSONB_VERSION: u8 = 1;

/// Writes one row, field by field.
pub(super) struct RowWriter<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> RowWriter<'a> {
    /// Begins a row of this many fields.
    pub(super) fn new(out: &'a mut Vec<u8>, fields: i16) -> Self {
        out.extend(fields.to_be_bytes());
        Self { out }
    }

    fn field(&mut self, value: &[u8]) {
        self.out.extend(length(value.len()));
        self.out.extend(value);
    }

    pub(super) fn null(&mut self) {
        self.out.extend((-1_i32).to_be_bytes());
    }

    pub(super) fn text(&mut self, value: &str) {
        self.field(value.as_bytes());
    }

    pub(super) fn optional_text(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    pub(super) fn id(&mut self, value: Uuid) {
        self.field(value.as_bytes());
    }

    pub(super) fn optional_id(&mut self, value: Option<Uuid>) {
        match value {
            Some(value) => self.id(value),
            None => self.null(),
        }
    }

    pub(super) fn integer(&mut self, value: i32) {
        self.field(&value.to_be_bytes());
    }

    pub(super) fn bigint(&mut self, value: i64) {
        self.field(&value.to_be_bytes());
    }

    /// A `timestamptz`, from microseconds since the Unix epoch.
    pub(super) fn timestamp(&mut self, unix_micros: i64) {
        self.bigint(unix_micros - POSTGRES_EPOCH_MICROS);
    }

    pub(super) fn jsonb(&mut self, json: &str) {
        self.out.extend(length(json.len() + 1));
        self.out.push(JSONB_VERSION);
        self.out.extend(json.as_bytes());
    }

    /// A `text[]`.
    pub(super) fn texts(&mut self, values: &[&str]) {
        let start = self.out.len();
        self.out.extend([0; 4]);
        // Dimensions, no nulls, type of the elements; then length and lower bound of the only dimension.
        let dimensions = i32::from(!values.is_empty());
        self.out.extend(dimensions.to_be_bytes());
        self.out.extend(0_i32.to_be_bytes());
        self.out.extend(TEXT_OID.to_be_bytes());
        if !values.is_empty() {
            self.out.extend(length(values.len()));
            self.out.extend(1_i32.to_be_bytes());
        }
        for value in values {
            self.text(value);
        }
        let written = length(self.out.len() - start - 4);
        self.out[start..start + 4].copy_from_slice(&written);
    }

    /// A `numeric` from millionths, shown with this many decimals.
    pub(super) fn numeric(&mut self, millionths: u64, decimals: i16) {
        // Four digits base 10,000: two before the point (weight 1) and two after it.
        let digits = [
            millionths / 10_000_000_000 % 10_000,
            millionths / 1_000_000 % 10_000,
            millionths / 100 % 10_000,
            millionths % 100 * 100,
        ];
        let (count, weight, positive) = (4_i16, 1_i16, 0_i16);
        let mut value = [0; 16];
        let header = [count, weight, positive, decimals];
        let words = header
            .into_iter()
            .map(i16::cast_unsigned)
            .chain(digits.map(|digit| digit as u16));
        for (place, word) in value.chunks_exact_mut(2).zip(words) {
            place.copy_from_slice(&word.to_be_bytes());
        }
        self.field(&value);
    }
}

/// A length as the format has it. Everything written here is far below 2 GiB.
fn length(bytes: usize) -> [u8; 4] {
    (bytes as i32).to_be_bytes()
}
