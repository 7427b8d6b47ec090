import type { Command } from './command.ts'
import { completeWords } from './complete-words.ts'
import { completion } from './completion.ts'
import { configShow } from './config/show.ts'
import { doctor } from './doctor.ts'
import { drift } from './drift/drift.ts'
import { help } from './help/help.ts'
import { profile } from './profile/profile.ts'
import { schema } from './schema.ts'

/** Every command, in the order of `mlreg --help`. */
export const commands: readonly Command[] = [
  drift,
  profile,
  doctor,
  configShow,
  schema,
  completion,
  help,
  completeWords,
]
