import { randomUUID } from 'node:crypto'
import { createWriteStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { MlregError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { isNoSpace, noSpace } from './temporary-space.ts'

/** Copies what can be read only once (standard input, a pipe) into the engine's private directory. */
export async function spool(
  engine: Engine,
  stream: NodeJS.ReadableStream,
): Promise<{ path: string; bytes: number }> {
  const path = join(engine.scratch(), randomUUID())
  try {
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    if (isNoSpace(error)) throw noSpace(engine.scratch(), 'the input', error)
    const reason = error instanceof Error ? error.message : String(error)
    throw new MlregError('bad-input', `the input cannot be read to its end: ${reason}`, { cause: error })
  }
  return { path, bytes: statSync(path).size }
}
