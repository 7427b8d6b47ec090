import { resolve } from 'node:path'
import { restoreBackup } from '../../artifacts/restore-backup.ts'
import { counted } from '../../report/numbers.ts'
import { asStoreError } from '../../store/sqlite-error.ts'
import { storeName } from '../../store/store-layout.ts'
import type { Context, Outcome } from '../command.ts'
import type { OutputOptions } from '../options.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'

type RestoreContext = Context<OutputOptions, readonly [backup: string, directory?: string]>

export async function runRestore({ io, options, operands }: RestoreContext): Promise<Outcome> {
  const [backup, directory = storeName] = operands
  const target = resolve(io.cwd, directory)
  const { blobs, damaged } = await restoreBackup(resolve(io.cwd, backup), target).catch(error => {
    throw asStoreError(error, target)
  })
  const { files, bytes } = blobs
  const outcome = acknowledgement(
    options,
    'mlreg.restore/1',
    { store: target, files, bytes, damaged: damaged.length },
    `${target}\n`,
  )
  if (damaged.length === 0) return outcome
  const lost = `${counted(damaged.length, 'file')} were damaged when the backup was made: see "mlreg fsck"`
  return { ...outcome, warnings: [lost] }
}
