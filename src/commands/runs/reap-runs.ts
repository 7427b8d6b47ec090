import { hostname } from 'node:os'
import { processStart } from '../../capture/process-start.ts'
import { reap } from '../../spool/reap.ts'
import { spoolEntries } from '../../spool/spool-entry.ts'
import { spoolDirectories } from '../../spool/spool-place.ts'
import type { SpoolRecord } from '../../spool/spool-record.ts'
import type { Run } from '../../store/runs.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { isoTime } from '../tracking/run-document.ts'
import { timeText } from '../tracking/run-texts.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { writingStore } from '../tracking/with-store.ts'

interface ReapOptions extends WriteOptions {
  /** Milliseconds. */
  readonly stale: number
}

export async function reapRuns(context: Context<ReapOptions>): Promise<Outcome> {
  const { io, options } = context
  const actor = await actorOf(io, options.as)
  const now = nowMs(io)
  return await writingStore(context, async store => {
    const entries = spoolEntries(spoolDirectories(store.directory, io.env))
    const request = { beforeMs: now - options.stale, nowMs: now, actor, isAlive }
    const { ended, alive } = await reap(store, entries, request)
    const columns = ['id', 'name', 'status', 'end'] as const
    const rows = ended.map(run => columns.map(column => shown(run)[column]))
    return {
      report: {
        data: { schema: 'mlreg.reaped/1', reaped: ended.map(shown), alive: alive.map(shown) },
        document: [
          {
            type: 'table',
            columns: [
              { title: 'run', align: 'left', narrow: 'keep' },
              { title: 'name', align: 'left', narrow: 'shrink' },
              { title: 'status', align: 'left', narrow: 'keep' },
              { title: 'last sign of life (UTC)', align: 'left', narrow: 'keep' },
            ],
            rows: ended.map(run => [
              { text: run.id.slice(0, 8) },
              { text: run.name },
              { text: run.status },
              { text: run.endMs === null ? '' : timeText(run.endMs) },
            ]),
          },
        ],
        records: { columns, rows },
        checks: [],
        verdict: 'ok',
      },
      warnings: alive.map(({ id }) => `run ${id} gives no sign of life, and its process still lives`),
      fine: true,
    }
  })
}

function shown({ id, name, status, endMs }: Run) {
  return { id, name, status, end: endMs === null ? null : isoTime(endMs) }
}

/** A process of another machine cannot be seen from here: there, silence has to do. */
function isAlive({ host, pid, start, child, childStart }: SpoolRecord['owner']): boolean {
  if (host !== hostname()) return false
  return isSame(pid, start) || (child !== undefined && isSame(child, childStart))
}

function isSame(pid: number, start: string | undefined): boolean {
  const now = processStart(pid)
  return now !== undefined && (start === undefined || now === start)
}
