declare module 'parquetjs-lite' {
  export interface ParquetField {
    readonly type: 'UTF8' | 'TIMESTAMP_MILLIS' | 'INT64' | 'DOUBLE' | 'BOOLEAN'
    readonly optional: boolean
    readonly compression: 'SNAPPY'
    readonly statistics: boolean
  }
  export interface ParquetOutput {
    write(bytes: Uint8Array, done: () => void): void
    end(done: () => void): void
  }
  class ParquetSchema {
    constructor(fields: Readonly<Record<string, ParquetField>>)
  }
  class ParquetWriter {
    static openStream(
      schema: ParquetSchema,
      output: ParquetOutput,
      options: {
        readonly rowGroupSize: number
        readonly useDataPageV2: boolean
        readonly pageIndex: boolean
      },
    ): Promise<ParquetWriter>
    appendRow(row: Readonly<Record<string, unknown>>): Promise<void>
    close(): Promise<void>
  }
  const all: { readonly ParquetSchema: typeof ParquetSchema; readonly ParquetWriter: typeof ParquetWriter }

  export { all as default }
}

declare module 'parquetjs-lite/lib/types.js' {
  const all: {
    readonly PARQUET_LOGICAL_TYPES: { readonly DOUBLE: { toPrimitive: (value: number) => number } }
  }

  export { all as default }
}
