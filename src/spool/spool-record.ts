import { MlregError } from '../errors.ts'
import type { Beginning } from '../store/begin-run.ts'
import type { DataInput } from '../store/data-inputs.ts'
import type { GitState, RunStatus } from '../store/runs.ts'

type Json = Readonly<Record<string, unknown>>

/** All that is known of a run under way or ended, but for its files and scalars. */
export interface SpoolRecord {
  readonly format: 1
  readonly run: Beginning
  /** Who records it. */
  readonly owner: Owner
  readonly git: GitState | null
  readonly environment: Json | null
  readonly resources: Json | null
  readonly data: readonly DataInput[]
  readonly end: RunEnd | null
}

/** The processes of a run. When each began tells it from a later one of the same number. */
export interface Owner {
  readonly host: string
  readonly pid: number
  readonly start?: string | undefined
  readonly child?: number | undefined
  readonly childStart?: string | undefined
}

export interface RunEnd {
  readonly status: RunStatus
  readonly endMs: number
  readonly exitCode: number | null
  readonly exitSignal: string | null
}

/** Reads what was written here, by this mlreg or another; anything else is refused before a part of it is believed. */
export function parseSpoolRecord(text: string, id: string): SpoolRecord {
  const record = parsed(text)
  const run = record?.run as Partial<Beginning> | undefined
  const isRun = run?.id === id && typeof run.experiment === 'string' && Number.isSafeInteger(run.startMs)
  if (record?.format === 1 && isRun && Array.isArray(record.data) && typeof record.owner === 'object') {
    return record as unknown as SpoolRecord
  }
  throw new MlregError('bad-input', `the record of run ${id} that waits to be stored cannot be read`)
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
