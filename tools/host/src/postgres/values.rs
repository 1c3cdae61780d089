//! Values between WIT and Postgres.
//!
//! Which Rust type stands for which Postgres type is Spin's choice, including what it leaves out: a `timestamptz`
//! column cannot be read (cast it to `timestamp` or text), a `datetime` parameter goes with `timestamp` only, and a
//! `timestamp` parameter (seconds since the epoch) with `timestamptz` only. Accepting more here would let a guest
//! pass its tests and fail in production.

use std::fmt::Debug;

use anyhow::{Context, Result, anyhow};
use bytes::{Buf, BufMut, BytesMut};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use postgres_range::{BoundSided, BoundType, Normalizable, Range, RangeBound};
use rust_decimal::Decimal;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use crate::bindings::spin::postgres::postgres::{
    DbDataType, DbValue, Interval, ParameterValue, RangeBoundKind,
};

/// A parameter of a statement.
pub type Parameter = Box<dyn ToSql + Send + Sync>;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type WitBound<T> = Option<(T, RangeBoundKind)>;
type WitRange<T> = (WitBound<T>, WitBound<T>);

/// The WIT name of a column's type.
pub fn data_type(postgres: &Type) -> DbDataType {
    match *postgres {
        Type::BOOL => DbDataType::Boolean,
        Type::BYTEA => DbDataType::Binary,
        Type::FLOAT4 => DbDataType::Floating32,
        Type::FLOAT8 => DbDataType::Floating64,
        Type::INT2 => DbDataType::Int16,
        Type::INT4 => DbDataType::Int32,
        Type::INT8 => DbDataType::Int64,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR => DbDataType::Str,
        Type::TIMESTAMP | Type::TIMESTAMPTZ => DbDataType::Datetime,
        Type::DATE => DbDataType::Date,
        Type::TIME => DbDataType::Time,
        Type::UUID => DbDataType::Uuid,
        Type::JSONB => DbDataType::Jsonb,
        Type::NUMERIC => DbDataType::Decimal,
        Type::INT4_RANGE => DbDataType::RangeInt32,
        Type::INT8_RANGE => DbDataType::RangeInt64,
        Type::NUM_RANGE => DbDataType::RangeDecimal,
        Type::INT4_ARRAY => DbDataType::ArrayInt32,
        Type::INT8_ARRAY => DbDataType::ArrayInt64,
        Type::NUMERIC_ARRAY => DbDataType::ArrayDecimal,
        Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY => DbDataType::ArrayStr,
        Type::INTERVAL => DbDataType::Interval,
        _ => DbDataType::Other(postgres.name().to_owned()),
    }
}

/// The values of a row, by the types of its columns; a type without a WIT counterpart gives its binary form.
pub fn row(row: &tokio_postgres::Row) -> Result<Vec<DbValue>> {
    (0..row.len()).map(|index| value(row, index)).collect()
}

fn value(row: &tokio_postgres::Row, index: usize) -> Result<DbValue> {
    match *row.columns()[index].type_() {
        Type::BOOL => read(row, index, |v| Ok(DbValue::Boolean(v))),
        Type::BYTEA => read(row, index, |v| Ok(DbValue::Binary(v))),
        Type::FLOAT4 => read(row, index, |v| Ok(DbValue::Floating32(v))),
        Type::FLOAT8 => read(row, index, |v| Ok(DbValue::Floating64(v))),
        Type::INT2 => read(row, index, |v| Ok(DbValue::Int16(v))),
        Type::INT4 => read(row, index, |v| Ok(DbValue::Int32(v))),
        Type::INT8 => read(row, index, |v| Ok(DbValue::Int64(v))),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR => read(row, index, |v| Ok(DbValue::Str(v))),
        Type::TIMESTAMP | Type::TIMESTAMPTZ => read(row, index, |v: NaiveDateTime| {
            let (year, month, day) = date_parts(v.date())?;
            let (hour, minute, second, nanosecond) = time_parts(v.time())?;
            Ok(DbValue::Datetime((
                year, month, day, hour, minute, second, nanosecond,
            )))
        }),
        Type::DATE => read(row, index, |v| Ok(DbValue::Date(date_parts(v)?))),
        Type::TIME => read(row, index, |v| Ok(DbValue::Time(time_parts(v)?))),
        Type::UUID => read(row, index, |v: Uuid| Ok(DbValue::Uuid(v.to_string()))),
        Type::JSONB => read(row, index, |v: serde_json::Value| {
            Ok(DbValue::Jsonb(serde_json::to_vec(&v)?))
        }),
        Type::NUMERIC => read(row, index, |v: Decimal| Ok(DbValue::Decimal(v.to_string()))),
        Type::INT4_RANGE => read(row, index, |v| {
            Ok(DbValue::RangeInt32(range_parts(&v, |v| *v)))
        }),
        Type::INT8_RANGE => read(row, index, |v| {
            Ok(DbValue::RangeInt64(range_parts(&v, |v| *v)))
        }),
        Type::NUM_RANGE => read(row, index, |v| {
            Ok(DbValue::RangeDecimal(range_parts(
                &v,
                |v: &DecimalBound| v.0.to_string(),
            )))
        }),
        Type::INT4_ARRAY => read(row, index, |v| Ok(DbValue::ArrayInt32(v))),
        Type::INT8_ARRAY => read(row, index, |v| Ok(DbValue::ArrayInt64(v))),
        Type::NUMERIC_ARRAY => read(row, index, |v: Vec<Option<Decimal>>| {
            Ok(DbValue::ArrayDecimal(
                v.iter().map(|v| v.map(|v| v.to_string())).collect(),
            ))
        }),
        Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY => {
            read(row, index, |v| Ok(DbValue::ArrayStr(v)))
        }
        Type::INTERVAL => read(row, index, |v: IntervalValue| Ok(DbValue::Interval(v.0))),
        _ => read(row, index, |v: Raw| Ok(DbValue::Unsupported(v.0))),
    }
}

fn read<'a, T: FromSql<'a>>(
    row: &'a tokio_postgres::Row,
    index: usize,
    convert: impl FnOnce(T) -> Result<DbValue>,
) -> Result<DbValue> {
    row.try_get::<_, Option<T>>(index)?
        .map_or(Ok(DbValue::DbNull), convert)
}

/// Parameters as the client library takes them; the type of the prepared statement's parameter decides whether one
/// fits.
pub fn to_sql(params: &[ParameterValue]) -> Result<Vec<Parameter>> {
    params.iter().map(parameter).collect()
}

fn parameter(value: &ParameterValue) -> Result<Parameter> {
    Ok(match value {
        ParameterValue::Boolean(v) => Box::new(*v),
        ParameterValue::Int8(v) => Box::new(*v),
        ParameterValue::Int16(v) => Box::new(*v),
        ParameterValue::Int32(v) => Box::new(*v),
        ParameterValue::Int64(v) => Box::new(*v),
        ParameterValue::Floating32(v) => Box::new(*v),
        ParameterValue::Floating64(v) => Box::new(*v),
        ParameterValue::Str(v) => Box::new(v.clone()),
        ParameterValue::Binary(v) => Box::new(v.clone()),
        ParameterValue::Date((year, month, day)) => Box::new(date(*year, *month, *day)?),
        ParameterValue::Time((hour, minute, second, nanosecond)) => {
            Box::new(time(*hour, *minute, *second, *nanosecond)?)
        }
        ParameterValue::Datetime((year, month, day, hour, minute, second, nanosecond)) => {
            Box::new(NaiveDateTime::new(
                date(*year, *month, *day)?,
                time(*hour, *minute, *second, *nanosecond)?,
            ))
        }
        ParameterValue::Timestamp(seconds) => Box::new(
            DateTime::<Utc>::from_timestamp(*seconds, 0)
                .with_context(|| format!("invalid epoch timestamp {seconds}"))?,
        ),
        ParameterValue::Uuid(v) => {
            Box::new(Uuid::parse_str(v).with_context(|| format!("invalid UUID {v}"))?)
        }
        ParameterValue::Jsonb(v) => Box::new(
            serde_json::from_slice::<serde_json::Value>(v)
                .with_context(|| format!("invalid JSON {}", String::from_utf8_lossy(v)))?,
        ),
        ParameterValue::Decimal(v) => Box::new(decimal(v)?),
        ParameterValue::RangeInt32(v) => Box::new(range(v, |v| Ok(*v))?),
        ParameterValue::RangeInt64(v) => Box::new(range(v, |v| Ok(*v))?),
        ParameterValue::RangeDecimal(v) => {
            Box::new(range(v, |v: &String| decimal(v).map(DecimalBound))?)
        }
        ParameterValue::ArrayInt32(v) => Box::new(v.clone()),
        ParameterValue::ArrayInt64(v) => Box::new(v.clone()),
        ParameterValue::ArrayDecimal(v) => Box::new(
            v.iter()
                .map(|v| v.as_deref().map(decimal).transpose())
                .collect::<Result<Vec<_>>>()?,
        ),
        ParameterValue::ArrayStr(v) => Box::new(v.clone()),
        ParameterValue::Interval(v) => Box::new(IntervalValue(*v)),
        ParameterValue::DbNull => Box::new(Null),
    })
}

fn date(year: i32, month: u8, day: u8) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month.into(), day.into())
        .ok_or_else(|| anyhow!("invalid date y={year}, m={month}, d={day}"))
}

fn time(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Result<NaiveTime> {
    NaiveTime::from_hms_nano_opt(hour.into(), minute.into(), second.into(), nanosecond)
        .ok_or_else(|| anyhow!("invalid time {hour}:{minute}:{second}:{nanosecond}"))
}

fn date_parts(date: NaiveDate) -> Result<(i32, u8, u8)> {
    Ok((
        date.year(),
        date.month().try_into()?,
        date.day().try_into()?,
    ))
}

fn time_parts(time: NaiveTime) -> Result<(u8, u8, u8, u32)> {
    Ok((
        time.hour().try_into()?,
        time.minute().try_into()?,
        time.second().try_into()?,
        time.nanosecond(),
    ))
}

fn decimal(text: &str) -> Result<Decimal> {
    Decimal::from_str_exact(text).with_context(|| format!("invalid decimal {text}"))
}

fn range<T, B: Normalizable + PartialOrd>(
    (lower, upper): &WitRange<T>,
    convert: impl Fn(&T) -> Result<B>,
) -> Result<Range<B>> {
    fn bound<T, S: BoundSided, B: Normalizable + PartialOrd>(
        bound: &WitBound<T>,
        convert: impl Fn(&T) -> Result<B>,
    ) -> Result<Option<RangeBound<S, B>>> {
        let Some((value, kind)) = bound else {
            return Ok(None);
        };
        let kind = match kind {
            RangeBoundKind::Inclusive => BoundType::Inclusive,
            RangeBoundKind::Exclusive => BoundType::Exclusive,
        };
        Ok(Some(RangeBound::new(convert(value)?, kind)))
    }
    Ok(Range::new(bound(lower, &convert)?, bound(upper, &convert)?))
}

fn range_parts<B: Normalizable + PartialOrd, T>(
    range: &Range<B>,
    convert: impl Fn(&B) -> T,
) -> WitRange<T> {
    fn bound<S: BoundSided, B: Normalizable, T>(
        bound: &RangeBound<S, B>,
        convert: impl Fn(&B) -> T,
    ) -> (T, RangeBoundKind) {
        let kind = match bound.type_ {
            BoundType::Inclusive => RangeBoundKind::Inclusive,
            BoundType::Exclusive => RangeBoundKind::Exclusive,
        };
        (convert(&bound.value), kind)
    }
    (
        range.lower().map(|lower| bound(lower, &convert)),
        range.upper().map(|upper| bound(upper, &convert)),
    )
}

/// A decimal as the bound of a range, which `postgres_range` asks a trait of its own for.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct DecimalBound(Decimal);

impl Normalizable for DecimalBound {
    /// Decimals are continuous: `[1,2)` has no other form, unlike the same range of integers.
    fn normalize<S: BoundSided>(bound: RangeBound<S, Self>) -> RangeBound<S, Self> {
        bound
    }
}

impl ToSql for DecimalBound {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        self.0.to_sql(ty, out)
    }

    fn accepts(ty: &Type) -> bool {
        <Decimal as ToSql>::accepts(ty)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for DecimalBound {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, BoxError> {
        Decimal::from_sql(ty, raw).map(Self)
    }

    fn accepts(ty: &Type) -> bool {
        <Decimal as FromSql>::accepts(ty)
    }
}

/// `interval` in its binary form: microseconds, days, months.
#[derive(Debug)]
struct IntervalValue(Interval);

impl ToSql for IntervalValue {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        out.put_i64(self.0.micros);
        out.put_i32(self.0.days);
        out.put_i32(self.0.months);
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::INTERVAL
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for IntervalValue {
    fn from_sql(_: &Type, mut raw: &'a [u8]) -> Result<Self, BoxError> {
        Ok(Self(Interval {
            micros: raw.try_get_i64()?,
            days: raw.try_get_i32()?,
            months: raw.try_get_i32()?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::INTERVAL
    }
}

/// NULL for a parameter of any type; `Option::<T>::None` would insist on one.
#[derive(Debug)]
struct Null;

impl ToSql for Null {
    fn to_sql(&self, _: &Type, _: &mut BytesMut) -> Result<IsNull, BoxError> {
        Ok(IsNull::Yes)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The binary form of a type that WIT has no counterpart for.
struct Raw(Vec<u8>);

impl<'a> FromSql<'a> for Raw {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, BoxError> {
        Ok(Self(raw.to_owned()))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
