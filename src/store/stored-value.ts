/** How a metric's value lies in its row: SQLite keeps neither NaN nor the sign of zero. */
export interface StoredValue {
  readonly value: number
  readonly is_nan: number
  readonly is_negative_zero: number
}

export function toStored(value: number): StoredValue {
  if (Number.isNaN(value)) return { value: 0, is_nan: 1, is_negative_zero: 0 }
  return { value, is_nan: 0, is_negative_zero: Object.is(value, -0) ? 1 : 0 }
}

export function fromStored({ value, is_nan, is_negative_zero }: StoredValue): number {
  if (is_nan === 1) return Number.NaN
  return is_negative_zero === 1 ? -0 : value
}
