import { relative } from 'node:path'
import { collectGarbage, findGarbage, type GarbageFound } from '../../artifacts/collect-garbage.ts'
import { counted, formatCount } from '../../report/numbers.ts'
import type { Block, Report } from '../../report/report.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { readingStore, writingStore } from '../tracking/with-store.ts'

interface GcOptions extends WriteOptions {
  readonly delete?: boolean
  readonly forceEmpty?: boolean
}

export async function runGc(context: Context<GcOptions>): Promise<Outcome> {
  const { io, options } = context
  if (options.delete !== true) {
    return await readingStore(context, store => ({
      report: view(findGarbage(store, nowMs(io)), store.directory, false),
      fine: true,
    }))
  }
  const actor = await actorOf(io, options.as)
  // Asked for first: collecting is no reason to make a store.
  await readingStore(context, () => undefined)
  return await writingStore(context, store => {
    const found = collectGarbage(store, { nowMs: nowMs(io), actor, forceEmpty: options.forceEmpty === true })
    return { report: view(found, store.directory, true), fine: true }
  })
}

function view({ garbage, kept, referenced }: GarbageFound, directory: string, deleted: boolean): Report {
  const inStore = <Named extends { readonly path: string }>(one: Named) => ({
    ...one,
    path: relative(directory, one.path),
  })
  const bytes = garbage.reduce((total, one) => total + one.bytes, 0)
  const totals = { files: garbage.length, bytes }
  const listed = { garbage: garbage.map(inStore), kept: kept.map(inStore) }
  return {
    data: { schema: 'mlreg.gc/1', deleted, totals, referenced, ...listed },
    document: [...table(listed.garbage), ...notes(totals, referenced, listed.kept, deleted)],
    records: {
      columns: ['kind', 'path', 'bytes', 'deleted', 'why'],
      rows: [
        ...listed.garbage.map(one => [one.kind, one.path, one.bytes, deleted, 'nothing refers to it']),
        ...listed.kept.map(one => ['kept', one.path, null, false, one.why]),
      ],
    },
    checks: [],
    verdict: 'ok',
  }
}

function table(garbage: GarbageFound['garbage']): Block[] {
  if (garbage.length === 0) return []
  return [
    {
      type: 'table',
      columns: [
        { title: 'kind', align: 'left', narrow: 'keep' },
        { title: 'file', align: 'left', narrow: 'shrink' },
        { title: 'bytes', align: 'right', narrow: 'keep' },
      ],
      rows: garbage.map(({ kind, path, bytes }) => [
        { text: kind },
        { text: path },
        { text: formatCount(bytes) },
      ]),
    },
  ]
}

function notes(
  { files, bytes }: { readonly files: number; readonly bytes: number },
  referenced: number,
  kept: GarbageFound['kept'],
  deleted: boolean,
): Block[] {
  const size = `${counted(files, 'file')}, ${counted(bytes, 'byte')}`
  const done = deleted ? `removed ${size}` : `nothing refers to ${size}; --delete removes them`
  return [
    { type: 'note', text: files === 0 ? 'nothing to remove' : done },
    ...kept.map(({ path, why }) => ({ type: 'note' as const, text: `kept ${path}: ${why}` })),
    { type: 'note', text: `${counted(referenced, 'file')} in use` },
  ]
}
