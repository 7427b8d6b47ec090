import type { ModelEvent } from '../../registry/model-events.ts'
import { stateAt } from '../../registry/stage-history.ts'
import type { Report } from '../../report/report.ts'
import { isoTime } from '../tracking/run-document.ts'
import { timeText } from '../tracking/run-texts.ts'

interface Shown {
  /** Only this stage. */
  readonly stage: string | undefined
  /** The stages as the policy has them. */
  readonly order: readonly string[]
}

/** What was in each stage at a moment, and what each alias meant. */
export function stateReport(
  name: string,
  events: readonly ModelEvent[],
  asOfMs: number,
  { stage, order }: Shown,
): Report {
  const state = stateAt(events, asOfMs)
  const place = (one: string) => (order.includes(one) ? order.indexOf(one) : order.length)
  const stages = [...state.stages]
    .map(([version, { stage: its, sinceMs }]) => ({ name, stage: its, version, since: isoTime(sinceMs) }))
    .filter(one => stage === undefined || one.stage === stage)
    .sort((a, b) => place(a.stage) - place(b.stage) || a.version - b.version)
  const aliases = [...state.aliases]
    .map(([alias, version]) => ({ name, alias, version }))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1))
  const since = (iso: string) => timeText(Date.parse(iso))
  return {
    data: { schema: 'mlreg.history/1', asOf: isoTime(asOfMs), stages, aliases },
    document: [
      { type: 'heading', text: `${name}, ${timeText(asOfMs)} UTC`, tone: 'strong' },
      stages.length === 0
        ? { type: 'note', text: 'no version then' }
        : {
            type: 'table',
            columns: [
              { title: 'stage', align: 'left', narrow: 'keep' },
              { title: 'version', align: 'right', narrow: 'keep' },
              { title: 'since', align: 'left', narrow: 'keep' },
              { title: 'aliases', align: 'left', narrow: 'shrink' },
            ],
            rows: stages.map(one => [
              { text: one.stage },
              { text: String(one.version) },
              { text: since(one.since) },
              {
                text:
                  aliases
                    .filter(({ version }) => version === one.version)
                    .map(({ alias }) => `@${alias}`)
                    .join(' ') || '–',
              },
            ]),
          },
    ],
    records: {
      columns: ['name', 'stage', 'version', 'since'],
      rows: stages.map(one => [one.name, one.stage, one.version, one.since]),
    },
    checks: [],
    verdict: 'ok',
  }
}
