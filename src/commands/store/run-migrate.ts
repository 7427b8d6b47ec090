import { counted } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import { findStore } from '../../store/find-store.ts'
import { type MigrationPlan, migrationPlan } from '../../store/migration-plan.ts'
import { openStore } from '../../store/open-store.ts'
import type { Context, Outcome } from '../command.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { readingStore, writeAccess } from '../tracking/with-store.ts'

interface MigrateOptions extends WriteOptions {
  readonly apply?: boolean
}

export async function runMigrate(context: Context<MigrateOptions>): Promise<Outcome> {
  const { io, options } = context
  // Refuses what is no store, or a newer one.
  const directory = await readingStore(context, store => store.directory)
  const plan = await migrationPlan(findStore(io.cwd, options.store).directory)
  const applied = options.apply === true
  if (applied) (await openStore(directory, { ...writeAccess(io, options), drastic: true })).close()
  return { report: view(directory, plan, applied), fine: true }
}

function view(store: string, { from, to, steps }: MigrationPlan, applied: boolean): Report {
  const did = applied ? 'taken' : 'missing; --apply takes them'
  const done = `format ${applied ? to : from} of ${to}: ${counted(steps.length, 'step')} ${did}`
  return {
    data: { schema: 'mlreg.migrate/1', store, from, to, applied, steps },
    document: [
      ...steps.map(({ title, additive }) => ({
        type: 'note' as const,
        text: additive ? title : `${title} (older versions of mlreg will refuse the store)`,
      })),
      { type: 'note', text: steps.length === 0 ? `format ${to}: nothing to do` : done },
    ],
    records: {
      columns: ['step', 'title', 'additive', 'applied'],
      rows: steps.map(({ title, additive }, i) => [from + i + 1, title, additive, applied]),
    },
    checks: [],
    verdict: 'ok',
  }
}
