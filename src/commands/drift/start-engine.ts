import type { Engine } from '../../data/engine.ts'

/** DuckDB opens in a thread of its own, while the rest of the program is loaded. The run that is given it closes it. */
export function startEngine(memory: string | undefined): Promise<Engine> {
  const limit = memory === undefined ? {} : { memory }
  const database = import('../../data/database.ts').then(({ openDatabase }) => openDatabase(limit))
  const opening = import('../../data/engine.ts').then(({ openEngine }) => openEngine(limit, database))
  // Awaited by the run; until then a failure is not unhandled.
  opening.catch(() => undefined)
  return opening
}
