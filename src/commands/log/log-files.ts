import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { unportable } from '../../artifacts/artifact-name.ts'
import { collectFiles } from '../../artifacts/collect-files.ts'
import { putArtifacts } from '../../artifacts/put-artifacts.ts'
import type { ArtifactSource } from '../../artifacts/putting-files.ts'
import { MlregError } from '../../errors.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { readInput } from '../tracking/read-input.ts'
import { resolveRun, runReference } from '../tracking/resolve-run.ts'
import { writingStore } from '../tracking/with-store.ts'
import type { LogOptions } from './log-values.ts'

interface FileOptions extends LogOptions {
  /** Here the artifact's name, not an actor. */
  readonly as?: string
  readonly follow?: boolean
  readonly portable?: boolean
}

type FileContext = Context<FileOptions, readonly [path: string]>

export async function logArtifact(context: FileContext): Promise<Outcome> {
  const { io, options, operands } = context
  const { as: name, follow = false } = options
  const files = await collectFiles(resolve(io.cwd, operands[0]), { name, follow })
  return await logFiles(context, files)
}

export async function logDict(context: FileContext): Promise<Outcome> {
  const source = await sourceOf(context, 'NAME.json')
  refuseNoDict(context.operands[0], source.from)
  return await logFiles(context, [source])
}

export async function logText(context: FileContext): Promise<Outcome> {
  const source = await sourceOf(context, 'NAME.txt')
  if (!isUtf8(source.from)) {
    throw new MlregError('bad-input', `${context.operands[0]} is no text in UTF-8`, {
      hint: 'any other file is stored by mlreg log artifact',
    })
  }
  return await logFiles(context, [source])
}

async function sourceOf({ io, options, operands }: FileContext, example: string) {
  const [file] = operands
  if (file === '-' && options.as === undefined) {
    throw new MlregError('usage', 'what comes from standard input has no name', {
      hint: `give --as ${example}`,
    })
  }
  const from = file === '-' ? await readInput(io.stdin) : await contentOf(resolve(io.cwd, file))
  return { name: options.as ?? basename(file), from }
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const message = isMissing
      ? `there is no file ${path}`
      : `cannot read ${path}: ${(error as Error).message}`
    throw new MlregError(isMissing ? 'not-found' : 'bad-input', message, { cause: error })
  }
}

function refuseNoDict(file: string, bytes: Buffer): void {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new MlregError('bad-input', `${file} is no JSON: ${(error as Error).message}`, { cause: error })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new MlregError('bad-input', `${file} holds no JSON object`, {
    hint: 'a dict is an object such as {"age": 0.4}; any other file is stored by mlreg log artifact',
  })
}

async function logFiles(context: FileContext, files: readonly ArtifactSource[]): Promise<Outcome> {
  const { io, options } = context
  const reference = runReference(io, options.run)
  const warnings = files.flatMap(({ name }) => unportable(name) ?? [])
  if (options.portable && warnings[0] !== undefined) throw new MlregError('bad-input', warnings[0])
  const actor = await actorOf(io)
  return await writingStore(context, async store => {
    const run = resolveRun(store, reference)
    const put = await putArtifacts(store, run, files, {
      actor,
      nowMs: nowMs(io),
      ...(options.follow === undefined ? {} : { follow: options.follow }),
    })
    const bytes = put.reduce((total, file) => total + file.bytes, 0)
    const done = { run: run.id, files: put.length, bytes }
    return { ...acknowledgement(options, 'mlreg.logged/1', done, ''), warnings }
  })
}
