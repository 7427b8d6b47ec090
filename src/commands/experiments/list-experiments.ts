import { formatCount } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import { allExperiments, type CountedExperiment } from '../../store/experiments.ts'
import type { Context, Outcome } from '../command.ts'
import { isoTime } from '../tracking/run-document.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

interface ListOptions extends ReadOptions {
  readonly deleted?: boolean
}

export async function listExperiments(context: Context<ListOptions>): Promise<Outcome> {
  const all = await readingStore(context, allExperiments)
  const shown = all.filter(one => context.options.deleted || one.lifecycle === 'active')
  return { report: view(shown), fine: true }
}

function view(experiments: readonly CountedExperiment[]): Report {
  const columns = ['id', 'name', 'runs', 'lifecycle', 'created'] as const
  const entries = experiments.map(({ id, name, runs, lifecycle, createdMs }) => ({
    id,
    name,
    runs,
    lifecycle,
    created: isoTime(createdMs),
  }))
  return {
    data: {
      schema: 'mlreg.experiments/1',
      shown: entries.length,
      total: entries.length,
      experiments: entries,
    },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'id', align: 'right', narrow: 'keep' },
          { title: 'experiment', align: 'left', narrow: 'shrink' },
          { title: 'runs', align: 'right', narrow: 'keep' },
          { title: 'state', align: 'left', narrow: 'drop' },
        ],
        rows: entries.map(({ id, name, runs, lifecycle }) => [
          { text: id },
          { text: name },
          { text: formatCount(runs) },
          { text: lifecycle },
        ]),
      },
    ],
    records: { columns, rows: entries.map(entry => columns.map(column => entry[column])) },
    checks: [],
    verdict: 'ok',
  }
}
