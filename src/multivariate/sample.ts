/** Some rows of a window, column by column. */
export interface Sample {
  /** Rows of the window, in which the sample was drawn. */
  readonly of: number
  readonly rows: number
  readonly columns: readonly SampledColumn[]
}

/** Values in the order of the rows; NaN, or null, where there is none. */
export type SampledColumn =
  | { readonly name: string; readonly kind: 'numeric'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'categorical'; readonly values: readonly (string | null)[] }

/** The sample's rows at these places, in this order. */
export function rowsAt(sample: Sample, places: Uint32Array): Sample {
  const columns = sample.columns.map((column): SampledColumn => {
    if (column.kind === 'numeric')
      return { ...column, values: Float64Array.from(places, place => column.values[place] as number) }
    return { ...column, values: Array.from(places, place => column.values[place] as string | null) }
  })
  return { of: sample.of, rows: places.length, columns }
}
