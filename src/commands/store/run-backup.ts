import { resolve } from 'node:path'
import { backUp } from '../../artifacts/back-up.ts'
import type { BackupManifest } from '../../artifacts/backup-manifest.ts'
import { counted } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import type { Context, Outcome } from '../command.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { whilePinned } from '../tracking/while-pinned.ts'

type BackupContext = Context<WriteOptions, readonly [directory: string]>

export async function runBackup(context: BackupContext): Promise<Outcome> {
  const target = resolve(context.io.cwd, context.operands[0])
  const manifest = await whilePinned(context, `backup to ${target}`, (store, onProgress) =>
    backUp(store, target, { nowMs: nowMs(context.io), onProgress }),
  )
  return { report: view(target, manifest), fine: manifest.damaged.length === 0 }
}

function view(target: string, manifest: BackupManifest): Report {
  const { blobs, damaged } = manifest
  const { schema: _, ...facts } = manifest
  const verdict = damaged.length === 0 ? 'ok' : 'damaged'
  return {
    data: { schema: 'mlreg.backup/1', verdict, directory: target, ...facts },
    document: [
      { type: 'note', text: `${target}: ${counted(blobs.files, 'file')}, ${counted(blobs.bytes, 'byte')}` },
      ...damaged.map(digest => ({
        type: 'note' as const,
        text: `damaged in the store, and not in the backup: ${digest}`,
        tone: 'bad' as const,
      })),
    ],
    records: {
      columns: ['directory', 'files', 'bytes', 'damaged'],
      rows: [[target, blobs.files, blobs.bytes, damaged.join(' ')]],
    },
    checks: [],
    verdict,
  }
}
