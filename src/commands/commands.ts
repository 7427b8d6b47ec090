import { ab } from './ab/ab.ts'
import { artifacts } from './artifacts/artifacts.ts'
import { audit } from './audit/audit.ts'
import { bundle } from './bundle/bundle.ts'
import { card } from './card/card.ts'
import type { Command } from './command.ts'
import { completeWords } from './complete-words.ts'
import { completion } from './completion.ts'
import { configShow } from './config/show.ts'
import { doctor } from './doctor.ts'
import { drift } from './drift/drift.ts'
import { experiments } from './experiments/experiments.ts'
import { exportCommand } from './export/export-command.ts'
import { finish } from './finish.ts'
import { gate } from './gate/gate.ts'
import { get } from './get.ts'
import { help } from './help/help.ts'
import { importCommand } from './import/import-command.ts'
import { init } from './init.ts'
import { log } from './log/log.ts'
import { profile } from './profile/profile.ts'
import { alias } from './registry/alias.ts'
import { approve } from './registry/approve.ts'
import { history } from './registry/history.ts'
import { models } from './registry/models.ts'
import { promote } from './registry/promote.ts'
import { register } from './registry/register.ts'
import { rollback } from './registry/rollback.ts'
import { run } from './run/run.ts'
import { runs } from './runs/runs.ts'
import { schema } from './schema.ts'
import { start } from './start.ts'
import { backup } from './store/backup.ts'
import { fsck } from './store/fsck.ts'
import { gc } from './store/gc.ts'
import { migrate } from './store/migrate.ts'
import { restore } from './store/restore.ts'

/** Every command by the word that names it, in the order of `mlreg --help`. */
export const commands: Readonly<Record<string, Command>> = {
  init,
  run,
  start,
  log,
  finish,
  experiments,
  runs,
  artifacts,
  get,
  register,
  models,
  gate,
  promote,
  rollback,
  alias,
  approve,
  history,
  card,
  ab,
  export: exportCommand,
  import: importCommand,
  bundle,
  audit,
  fsck,
  gc,
  backup,
  restore,
  migrate,
  drift,
  profile,
  doctor,
  config: configShow,
  schema,
  completion,
  help,
  __complete: completeWords,
}
