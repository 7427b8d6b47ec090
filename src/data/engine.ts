import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBValue,
} from '@duckdb/node-api'
import { type DatabaseOptions, openDatabase } from './database.ts'
import { translated } from './engine-error.ts'
import { memoryLimit } from './memory-limit.ts'
import { makeScratchDirectory, type ScratchDirectory } from './scratch-directory.ts'
import { literal } from './sql-text.ts'

export type Row = Readonly<Record<string, DuckDBValue>>
export type Chunk = DuckDBDataChunk

/** An embedded DuckDB of one command's own: in memory, without network, extensions or settings of the user's. */
export interface Engine {
  /** Runs one statement and returns its rows as DuckDB values: BIGINT is a bigint, VARCHAR a string. */
  rows(sql: string): Promise<readonly Row[]>
  /** The result chunk by chunk, in order; `chunk.getColumnVector(i).items` of a DOUBLE column is a Float64Array. */
  stream(sql: string): AsyncIterable<Chunk>
  /** The same of a small result: one call to the engine instead of one a step, and of several the engine runs all. */
  chunks(sql: string): Promise<readonly Chunk[]>
  /** Tables filled by us, for formats that DuckDB does not read. */
  readonly connection: DuckDBConnection
  /** A name for a relation, never given twice. */
  newName(stem: string): string
  /** A private directory, made when first asked for and removed however the process ends. */
  scratch(): string
  /**
   * Announces input; from an eighth of the memory limit on, DuckDB may spill to the scratch directory. Beyond 1 GiB that
   * is the limit, unless `--memory` gave another one.
   */
  announce(bytes: number): Promise<void>
  /**
   * Called when every window is open: from then on SQL reaches these files and no others, and no setting changes.
   */
  seal(files: readonly string[]): Promise<void>
  close(): void
}

/** A list after IN would become a join, which gives rows in another order at each run. */
const setUp = `SET GLOBAL TimeZone = 'UTC'; SET GLOBAL parquet_metadata_cache = true;
  SET GLOBAL disabled_optimizers = 'in_clause'`

/** The database may be opening already. */
export async function openEngine(
  options: DatabaseOptions = {},
  database = openDatabase(options),
): Promise<Engine> {
  const instance = new DuckDBInstance(await database.catch(error => Promise.reject(translated(error))))
  const limit = memoryLimit(options.memory)
  const connection = await instance.connect()
  await connection.run(setUp)
  return engineOver(instance, connection, { limit, capped: options.memory !== undefined })
}

/** Windows of more bytes than this are not kept in memory, however much there is, unless `--memory` says so. */
const unasked = 2 ** 30

function engineOver(
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  memory: { limit: number; capped: boolean },
): Engine {
  let names = 0
  let announced = 0
  let spills = false
  let scratch: ScratchDirectory | undefined
  // What is asked at once is answered at once.
  const idle = [connection]
  const translate = (error: unknown): never => {
    throw translated(error, scratch?.path)
  }
  const engine: Engine = {
    connection,
    async rows(sql) {
      const own = idle.pop() ?? (await instance.connect().catch(translate))
      try {
        return (await own.runAndReadAll(sql).catch(translate)).getRowObjects()
      } finally {
        idle.push(own)
      }
    },
    async *stream(sql) {
      // A connection has one open result: the next statement on it would end this one without an error.
      const own = await instance.connect().catch(translate)
      try {
        const result = await own.stream(sql).catch(translate)
        for (;;) {
          const chunk = await result.fetchChunk().catch(translate)
          if (chunk === null || chunk.rowCount === 0) return
          yield chunk
        }
      } finally {
        own.closeSync()
      }
    },
    async chunks(sql) {
      const own = await instance.connect().catch(translate)
      try {
        const result = await own.run(sql).catch(translate)
        return Array.from({ length: result.chunkCount }, (_, i) => result.getChunk(i))
      } finally {
        own.closeSync()
      }
    },
    newName: stem => `${stem}_${++names}`,
    scratch() {
      scratch ??= makeScratchDirectory()
      return scratch.path
    },
    async announce(bytes) {
      announced += bytes
      if (!memory.capped && announced > unasked && memory.limit > unasked) {
        memory = { limit: unasked, capped: true }
        await engine.rows(`SET memory_limit = '${unasked / 2 ** 20}MiB'`)
      }
      if (spills || announced <= memory.limit / 8) return
      spills = true
      await engine.rows(`SET temp_directory = ${literal(engine.scratch())}`)
    },
    async seal(files) {
      const settings = [
        `allowed_paths = [${files.map(literal).join(', ')}]`,
        ...(spills ? [`allowed_directories = [${literal(engine.scratch())}]`] : []),
        'enable_external_access = false',
        'lock_configuration = true',
      ]
      await engine.rows(settings.map(setting => `SET ${setting}`).join('; '))
    },
    close() {
      for (const one of idle) one.closeSync()
      instance.closeSync()
      scratch?.remove()
      scratch = undefined
    },
  }
  return engine
}
