import { checkModels } from '../../registry/check-models.ts'
import { counted } from '../../report/numbers.ts'
import type { Block, Report } from '../../report/report.ts'
import { type ChainCheck, type ChainProblem, checkChain } from '../../store/event-chain.ts'
import type { Context, Outcome } from '../command.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

/** Of an event, or of what the events led to. */
type Problem = Omit<ChainProblem, 'kind'> & { readonly kind: ChainProblem['kind'] | 'state' }

type Check = Omit<ChainCheck, 'problems'> & { readonly problems: readonly Problem[] }

interface VerifyOptions extends ReadOptions {
  readonly expect?: readonly string[]
}

export async function runVerify(context: Context<VerifyOptions>): Promise<Outcome> {
  const { expect = [] } = context.options
  const check = await readingStore(context, store =>
    // Both of one moment.
    store.database.transaction(() => {
      const chain = checkChain(store, expect)
      const nowhere = { id: null, timeMs: null, action: null }
      const state = checkModels(store).map(problem => ({ ...problem, ...nowhere }))
      return { ...chain, problems: [...chain.problems, ...state] }
    })(),
  )
  return { report: view(check, expect), fine: check.problems.length === 0 }
}

// A chain that breaks at every event is told of well enough by these.
const shown = 100

function view({ events, head, problems }: Check, expected: readonly string[]): Report {
  const verdict = problems.length === 0 ? 'ok' : 'broken'
  const told = problems.slice(0, shown)
  return {
    data: {
      schema: 'mlreg.audit/1',
      verdict,
      events,
      head: head && { id: head.id, time: isoTime(head.timeMs), hash: head.hash },
      expected,
      shown: told.length,
      total: problems.length,
      problems: told.map(problemJson),
    },
    document: [...problemTable(told), ...summary({ events, head, problems }, expected)],
    records: {
      columns: ['kind', 'id', 'time', 'action', 'subject', 'message'],
      rows: told.map(problem => Object.values(problemJson(problem))),
    },
    checks: [],
    verdict,
  }
}

function problemJson({ kind, id, timeMs, action, subject, message }: Problem) {
  return { kind, id, time: timeMs === null ? null : isoTime(timeMs), action, subject, message }
}

/** Null for a time that nobody can have recorded. */
function isoTime(timeMs: number): string | null {
  return Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : null
}

function problemTable(problems: readonly Problem[]): Block[] {
  if (problems.length === 0) return []
  return [
    {
      type: 'table',
      columns: [
        { title: 'problem', align: 'left', narrow: 'keep' },
        { title: 'event', align: 'right', narrow: 'keep' },
        { title: 'what', align: 'left', narrow: 'wrap' },
      ],
      rows: problems.map(({ kind, id, message }) => [
        { text: kind, tone: 'bad' },
        { text: id === null ? '–' : String(id) },
        { text: message },
      ]),
    },
  ]
}

function summary({ events, head, problems }: Check, expected: readonly string[]): Block[] {
  const last: Block[] =
    head === null ? [] : [{ type: 'note', text: `the last one is ${head.id}, with the hash ${head.hash}` }]
  if (problems.length > 0) {
    const left = problems.length > shown ? `, showing ${shown}` : ''
    const text = `${counted(problems.length, 'problem')}${left}: compare with a backup or an export`
    return [
      { type: 'note', text: `${counted(events, 'event')} checked` },
      ...last,
      { type: 'note', text, tone: 'bad' },
    ]
  }
  const also = expected.length === 0 ? '' : `, ${counted(expected.length, 'expected one')} among them`
  return [
    { type: 'note', text: `${counted(events, 'event')} as they were recorded${also}`, tone: 'good' },
    ...last,
  ]
}
