import { resolve } from 'node:path'
import { backUp } from '../../artifacts/back-up.ts'
import type { BackupManifest } from '../../artifacts/backup-manifest.ts'
import { MlregError } from '../../errors.ts'
import { counted } from '../../report/numbers.ts'
import type { Report } from '../../report/report.ts'
import { placePin } from '../../store/pins.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'

type BackupContext = Context<WriteOptions, readonly [directory: string]>

export async function runBackup(context: BackupContext): Promise<Outcome> {
  const target = resolve(context.io.cwd, context.operands[0])
  // Asked for first: a backup is no reason to make a store.
  await readingStore(context, () => undefined)
  const manifest = await pinned(context, target).catch(async error => {
    // Where nothing may be written, nobody collects either.
    if (!(error instanceof MlregError) || error.code !== 'read-only') throw error
    return await readingStore(context, store => backUp(store, target, { nowMs: nowMs(context.io) }))
  })
  return { report: view(target, manifest), fine: manifest.damaged.length === 0 }
}

const renewEveryMs = 60_000

function pinned(context: BackupContext, target: string): Promise<BackupManifest> {
  const { io } = context
  return writingStore(context, async (store: Store) => {
    const pin = placePin(store, `backup to ${target}`, Date.now)
    let renewed = Date.now()
    const onProgress = () => {
      if (Date.now() - renewed < renewEveryMs) return
      pin.renew()
      renewed = Date.now()
    }
    try {
      return await backUp(store, target, { nowMs: nowMs(io), onProgress })
    } finally {
      pin.remove()
    }
  })
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
