declare module 'parquetjs-lite' {
  class ParquetSchema {
    constructor(fields: Readonly<Record<string, parquet.ParquetField>>)
  }
  class ParquetWriter {
    static openStream(
      schema: ParquetSchema,
      output: parquet.ParquetOutput,
      options: {
        readonly rowGroupSize: number
        readonly useDataPageV2: boolean
        readonly pageIndex: boolean
      },
    ): Promise<ParquetWriter>
    appendRow(row: Readonly<Record<string, unknown>>): Promise<void>
    close(): Promise<void>
  }
  const parquet: {
    readonly ParquetSchema: typeof ParquetSchema
    readonly ParquetWriter: typeof ParquetWriter
  }
  namespace parquet {
    interface ParquetField {
      readonly type: 'UTF8' | 'TIMESTAMP_MILLIS' | 'INT64' | 'DOUBLE' | 'BOOLEAN'
      readonly optional: boolean
      readonly compression: 'SNAPPY'
      readonly statistics: boolean
    }
    interface ParquetOutput {
      write(bytes: Uint8Array, done: () => void): void
      end(done: () => void): void
    }
  }
  export = parquet
}

declare module 'parquetjs-lite/lib/types.js' {
  const types: {
    readonly PARQUET_LOGICAL_TYPES: { readonly DOUBLE: { toPrimitive: (value: number) => number } }
  }
  export = types
}
