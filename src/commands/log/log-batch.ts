import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { MlregError } from '../../errors.ts'
import { type Batch, logBatch } from '../../store/log-batch.ts'
import type { MetricPoint } from '../../store/metrics.ts'
import type { Pair } from '../../store/params.ts'
import type { Run } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import { nowMs } from '../tracking/clock.ts'
import { readInput } from '../tracking/read-input.ts'
import { resolveRun, runReference } from '../tracking/resolve-run.ts'
import { writingStore } from '../tracking/with-store.ts'
import { type BatchLine, parseBatchLine } from './batch-line.ts'
import type { LogOptions } from './log-values.ts'

type Line = BatchLine & { readonly number: number }

/** Records a file of JSON lines: all of it or, with a bad line, none. Everything is parsed before the lock is taken. */
export async function logBatchFile(context: Context<LogOptions, readonly [file: string]>): Promise<Outcome> {
  const { io, options, operands } = context
  const [file] = operands
  const bytes = file === '-' ? await readInput(io.stdin) : await contentOf(resolve(io.cwd, file))
  const name = file === '-' ? 'standard input' : file
  const lines = parseLines(bytes, name, nowMs(io))
  return await writingStore(context, store => {
    const groups = byRun(lines, options.run, context)
    store.write(() => {
      const runs = new Map([...groups.keys()].map(reference => [reference, resolveRun(store, reference)]))
      try {
        for (const [reference, group] of groups) logBatch(store, runs.get(reference) as Run, merged(group))
      } catch (error) {
        throw error instanceof MlregError ? placed(store, groups, runs, name, error) : error
      }
    })
    return acknowledgement(options, 'mlreg.logged/1', { lines: lines.length, ...counts(lines) }, '')
  })
}

async function contentOf(path: string): Promise<Buffer> {
  return await readFile(path).catch(error => {
    throw new MlregError(
      error.code === 'ENOENT' ? 'not-found' : 'bad-input',
      `cannot read ${path}: ${error.message}`,
      { cause: error },
    )
  })
}

function parseLines(bytes: Buffer, name: string, now: number): Line[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .flatMap((text, i) => {
      if (text.trim() === '') return []
      const line = parseBatchLine(text, now)
      if (typeof line !== 'string') return [{ ...line, number: i + 1 }]
      throw new MlregError('bad-input', `line ${i + 1} of ${name} ${line}`, { hint: 'nothing was recorded' })
    })
}

function byRun(
  lines: readonly Line[],
  named: string | undefined,
  { io }: Pick<Context, 'io'>,
): Map<string, Line[]> {
  const groups = new Map<string, Line[]>()
  for (const line of lines) {
    const reference = line.run ?? runReference(io, named)
    const group = groups.get(reference)
    if (group === undefined) groups.set(reference, [line])
    else group.push(line)
  }
  return groups
}

function merged(lines: readonly BatchLine[]): Required<Batch> {
  const params: Pair[] = []
  const metrics: MetricPoint[] = []
  const tags: Pair[] = []
  for (const line of lines) {
    params.push(...line.params)
    metrics.push(...line.metrics)
    tags.push(...line.tags)
  }
  return { params, metrics, tags }
}

function counts(lines: readonly Line[]): Record<'params' | 'metrics' | 'tags', number> {
  const { params, metrics, tags } = merged(lines)
  return { params: params.length, metrics: metrics.length, tags: tags.length }
}

/** The error with the first line that causes it. What this writes is undone with all the rest. */
function placed(
  store: Store,
  groups: ReadonlyMap<string, readonly Line[]>,
  runs: ReadonlyMap<string, Run>,
  name: string,
  error: MlregError,
): MlregError {
  for (const [reference, lines] of groups) {
    for (const line of lines) {
      try {
        logBatch(store, runs.get(reference) as Run, line)
      } catch (again) {
        const { code, message } = again as MlregError
        return new MlregError(code, `line ${line.number} of ${name}: ${message}`, {
          hint: 'nothing was recorded',
          cause: again,
        })
      }
    }
  }
  return error
}
