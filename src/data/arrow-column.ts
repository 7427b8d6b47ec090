import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBType,
  type DuckDBValue,
  FLOAT,
  INTEGER,
  LIST,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UBIGINT,
  VARCHAR,
} from '@duckdb/node-api'
import {
  DataType,
  type Decimal,
  type Field,
  Int64,
  Precision,
  type Timestamp,
  TimeUnit,
  type Type,
} from 'apache-arrow'

export interface ArrowColumn {
  readonly name: string
  readonly type: DuckDBType
  /** The Arrow type to take the values as, where it is not their own. */
  readonly storage?: DataType
  /** A value of apache-arrow's as DuckDB takes it. */
  read(value: unknown): DuckDBValue
}

/** An Arrow field as a DuckDB column. Nested and binary columns are not compared: only whether a cell is null is kept. */
export function arrowColumn({ name, type }: Field): ArrowColumn {
  if (!DataType.isDictionary(type)) return { name, ...conversion(type) }
  const { storage: _, ...values } = conversion(type.dictionary)
  return { name, ...values }
}

function conversion(type: DataType<Type>): Omit<ArrowColumn, 'name'> {
  if (DataType.isBool(type)) return { type: BOOLEAN, read: value => value === true }
  if (DataType.isInt(type)) {
    if (type.bitWidth < 64) {
      // Unsigned 32-bit integers need the wider type.
      const wide = type.bitWidth === 32 && !type.isSigned
      return wide
        ? { type: BIGINT, read: value => BigInt(value as number) }
        : { type: INTEGER, read: value => value as number }
    }
    return { type: type.isSigned ? BIGINT : UBIGINT, read: value => value as bigint }
  }
  if (DataType.isFloat(type)) {
    return { type: type.precision === Precision.DOUBLE ? DOUBLE : FLOAT, read: value => value as number }
  }
  if (DataType.isDecimal(type)) return decimal(type)
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type))
    return { type: VARCHAR, read: value => value as string }
  if (DataType.isTimestamp(type)) return timestamp(type)
  if (DataType.isDate(type)) {
    return { type: DATE, read: value => new DuckDBDateValue(Math.floor(Number(value) / 86_400_000)) }
  }
  if (DataType.isTime(type)) {
    return {
      type: TIME,
      read: value => new DuckDBTimeValue(microseconds(BigInt(value as number | bigint), type.unit)),
    }
  }
  if (DataType.isNull(type)) return { type: VARCHAR, read: () => null }
  if (DataType.isDuration(type)) return { type: BIGINT, read: value => value as bigint }
  if (
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type) ||
    DataType.isBinaryView(type) ||
    DataType.isFixedSizeBinary(type)
  ) {
    return { type: BLOB, read: () => someBytes }
  }
  return { type: LIST(BOOLEAN), read: () => someList }
}

const someBytes = new DuckDBBlobValue(new Uint8Array(0))
const someList = new DuckDBListValue([])

/** apache-arrow gives milliseconds with a fraction, too coarse for nanoseconds: we ask it for the integers below. */
function timestamp(type: Timestamp): Omit<ArrowColumn, 'name'> {
  const micros = (value: unknown) =>
    typeof value === 'bigint' ? microseconds(value, type.unit) : BigInt(Math.round((value as number) * 1000))
  const storage = new Int64()
  if (type.timezone)
    return { type: TIMESTAMPTZ, storage, read: value => new DuckDBTimestampTZValue(micros(value)) }
  return { type: TIMESTAMP, storage, read: value => new DuckDBTimestampValue(micros(value)) }
}

function microseconds(value: bigint, unit: TimeUnit): bigint {
  switch (unit) {
    case TimeUnit.SECOND:
      return value * 1_000_000n
    case TimeUnit.MILLISECOND:
      return value * 1000n
    case TimeUnit.MICROSECOND:
      return value
    case TimeUnit.NANOSECOND:
      return value / 1000n
  }
}

function decimal({ precision, scale, bitWidth }: Decimal): Omit<ArrowColumn, 'name'> {
  const unscaled = (value: unknown) => {
    const words = value as ArrayLike<number>
    let number = 0n
    for (let index = bitWidth / 32 - 1; index >= 0; index -= 1)
      number = (number << 32n) | BigInt((words[index] ?? 0) >>> 0)
    return BigInt.asIntN(bitWidth, number)
  }
  if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
    return { type: DOUBLE, read: value => Number(unscaled(value)) / 10 ** scale }
  }
  return {
    type: DECIMAL(precision, scale),
    read: value => new DuckDBDecimalValue(unscaled(value), precision, scale),
  }
}
