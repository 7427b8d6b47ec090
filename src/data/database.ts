import duckdb, { type Database } from '@duckdb/node-bindings'
import { memoryLimit } from './memory-limit.ts'

export interface DatabaseOptions {
  /** As `--memory` has it. */
  readonly memory?: string
  readonly threads?: number
}

/**
 * Opens DuckDB, in memory and in a thread of its own. Apart from the engine, so that the API that takes it over, which
 * takes as long to load as this to open, is loaded meanwhile.
 */
export async function openDatabase({ memory, threads }: DatabaseOptions): Promise<Database> {
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
