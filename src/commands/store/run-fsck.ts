import {
  type CheckOptions,
  checkStore,
  type StoreCheck,
  type StoreProblem,
} from '../../artifacts/check-store.ts'
import { MlregError } from '../../errors.ts'
import { counted, formatCount } from '../../report/numbers.ts'
import type { Block, Report } from '../../report/report.ts'
import type { Context, Outcome } from '../command.ts'
import { nowMs } from '../tracking/clock.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'
import { readPart } from './read-part.ts'

interface FsckOptions extends ReadOptions {
  readonly readData?: string | true
}

export async function runFsck(context: Context<FsckOptions>): Promise<Outcome> {
  const { io, options } = context
  const asked: CheckOptions = { reads: readPart(options.readData), nowMs: nowMs(io) }
  const check = await readingStore(context, store => checkStore(store, asked)).catch(damagedFile)
  return { report: view(check), fine: check.problems.length === 0 }
}

/** A database that cannot even be opened is an answer too. */
function damagedFile(error: unknown): StoreCheck {
  if (!(error instanceof MlregError) || error.code !== 'corrupt') throw error
  const problem = { kind: 'database' as const, digest: null, path: 'mlreg.db', runs: [], models: [] }
  const message = `the database cannot be read: ${(error.cause as Error | undefined)?.message ?? error.message}`
  return {
    checked: { rows: 0, blobs: 0, bytes: 0 },
    read: 0,
    problems: [{ ...problem, message }],
    leftovers: [],
  }
}

function view({ checked, read, problems, leftovers }: StoreCheck): Report {
  const verdict = problems.length === 0 ? 'ok' : 'damaged'
  return {
    data: { schema: 'mlreg.fsck/1', verdict, checked: { ...checked, read }, problems, leftovers },
    document: [...problemTable(problems), ...summary({ checked, read, problems, leftovers })],
    records: {
      columns: ['kind', 'path', 'digest', 'message', 'runs', 'models'],
      rows: [
        ...problems.map(({ kind, path, digest, message, runs, models }) => [
          ...[kind, path, digest, message],
          ...[runs.join(' '), models.join(' ')],
        ]),
        ...leftovers.map(({ kind, path }) => [kind, path, null, 'left over', '', '']),
      ],
    },
    checks: problems.map(({ kind, path, message }) => ({
      group: 'fsck',
      name: path ?? 'mlreg.db',
      outcome: 'failed',
      title: `${kind}: ${path ?? 'mlreg.db'}`,
      message,
    })),
    verdict,
  }
}

function problemTable(problems: readonly StoreProblem[]): Block[] {
  if (problems.length === 0) return []
  return [
    {
      type: 'table',
      columns: [
        { title: 'problem', align: 'left', narrow: 'keep' },
        { title: 'file', align: 'left', narrow: 'shrink' },
        { title: 'what', align: 'left', narrow: 'wrap' },
        { title: 'needed by', align: 'left', narrow: 'shrink' },
      ],
      rows: problems.map(({ kind, path, message, runs, models }) => [
        { text: kind, tone: 'bad' },
        { text: path ?? 'mlreg.db' },
        { text: message },
        { text: [...runs.map(run => run.slice(0, 8)), ...models].join(' ') },
      ]),
    },
  ]
}

function summary({ checked, read, problems, leftovers }: StoreCheck): Block[] {
  const looked = `${counted(checked.rows, 'row')}, ${counted(checked.blobs, 'file')}, ${counted(checked.bytes, 'byte')}`
  const hashed = read === 0 ? 'no bytes read (--read-data)' : `${formatCount(read)} files read`
  const left =
    leftovers.length === 0 ? [] : [`${counted(leftovers.length, 'left-over file')}: "mlreg gc" removes them`]
  return [
    { type: 'note', text: `checked ${looked}; ${hashed}` },
    ...left.map(text => ({ type: 'note' as const, text })),
    problems.length === 0
      ? { type: 'note', text: 'no damage found', tone: 'good' }
      : {
          type: 'note',
          text: `${counted(problems.length, 'problem')}: restore a backup, or store the files again`,
          tone: 'bad',
        },
  ]
}
