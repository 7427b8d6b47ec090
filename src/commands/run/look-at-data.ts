import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileDigest } from '../../capture/file-digest.ts'
import type { DataInput } from '../../store/data-inputs.ts'

/** What `--data FILE[:CONTEXT]` names. */
export interface NamedData {
  readonly file: string
  readonly context: string
}

/** The part after the last colon is the context, unless there is a file of the whole name. */
export function namedData(text: string, cwd: string): NamedData {
  const [, file, context] = /^(.+):([\w-]+)$/s.exec(text) ?? []
  if (file === undefined || context === undefined || existsSync(resolve(cwd, text))) {
    return { file: text, context: 'training' }
  }
  return { file, context }
}

/** Data that are there when the command starts; what is not may be what it makes, and is looked at when it has ended. */
export function isThere({ file }: NamedData, cwd: string): boolean {
  return existsSync(resolve(cwd, file)) || /[*?[]/.test(file)
}

export interface SeenData {
  readonly inputs: readonly DataInput[]
  /** What could not be seen, in a sentence each. */
  readonly troubles: readonly string[]
}

/** Looks at one after the other: each may take all the memory that reading may take. */
export async function lookAtData(named: readonly NamedData[], cwd: string): Promise<SeenData> {
  const inputs: DataInput[] = []
  const troubles: string[] = []
  for (const one of named) {
    try {
      inputs.push(await describeOrDigest(one, cwd))
    } catch (error) {
      troubles.push(`the data ${one.file} are not recorded: ${(error as Error).message}`)
    }
  }
  return { inputs, troubles }
}

/** What is no table still has a digest. */
async function describeOrDigest({ file, context }: NamedData, cwd: string): Promise<DataInput> {
  const path = resolve(cwd, file)
  try {
    const { describe } = await import('../log/log-data.ts')
    return { ...(await describe(path, { context, name: basename(file) })), source: file }
  } catch (error) {
    const bytes = await fileDigest(path)
    if (bytes === undefined) throw error
    const unknown = {
      rows: null,
      columns: null,
      schema: null,
      columnDigests: null,
      cutoff: null,
      profile: null,
    }
    return { name: basename(file), context, ...bytes, ...unknown, source: file }
  }
}
