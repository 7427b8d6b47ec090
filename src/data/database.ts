import duckdb, { type Database } from '@duckdb/node-bindings'
import { memoryLimit } from './memory-limit.ts'

export interface DatabaseOptions {
  /** As `--memory` has it. */
  readonly memory?: string
  readonly threads?: number
}

export type OpeningDatabase = Promise<Database>

/** Opened before it was known what for. */
let ahead: OpeningDatabase | undefined

/** Has the first call of `openDatabase` take a database that is opening already, should it ask for nothing special. */
export function takeOver(opening: OpeningDatabase): void {
  ahead = opening
}

/**
 * Opens DuckDB, in memory and in a thread of its own. Apart from the engine, so that the API that takes it over, which
 * takes as long to load as this to open, is loaded meanwhile.
 */
export async function openDatabase({ memory, threads }: DatabaseOptions): Promise<Database> {
  const opening = ahead
  ahead = undefined
  if (opening !== undefined && memory === undefined && threads === undefined) return await opening
  opening?.then(
    database => duckdb.close_sync(database),
    () => undefined,
  )
  const settings = {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: `${Math.floor(memoryLimit(memory) / 2 ** 20)}MiB`,
    temp_directory: '',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  }
  const config = duckdb.create_config()
  for (const [name, value] of Object.entries(settings)) duckdb.set_config(config, name, value)
  return duckdb.open(':memory:', config)
}
