import { formatNumber } from '../../report/numbers.ts'
import type { Tone } from '../../report/report.ts'
import type { Run, RunStatus } from '../../store/runs.ts'

/** A moment for people: 2026-05-01 12:00:00, UTC. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

/** The day of a moment: 2026-05-01, UTC. */
export function dateText(ms: number): string {
  return timeText(ms).slice(0, 10)
}

/** How long a run took: 0.8s, 12s, 3m 05s, 2h 07m. An en dash while it is under way. */
export function durationText({ startMs, endMs }: Pick<Run, 'startMs' | 'endMs'>): string {
  if (endMs === null) return '–'
  const seconds = (endMs - startMs) / 1000
  if (seconds < 10) return `${seconds.toFixed(1)}s`
  if (seconds < 60) return `${Math.round(seconds)}s`
  const whole = Math.round(seconds)
  const two = (n: number) => String(n).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
  return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`
}

export function statusTone(status: RunStatus): Tone {
  if (status === 'FINISHED') return 'good'
  return status === 'FAILED' || status === 'KILLED' ? 'bad' : 'plain'
}

/** A metric's value for people: four digits, NaN by its name, an en dash where there is none. */
export function metricText(value: number | null | undefined): string {
  return Number.isNaN(value) ? 'NaN' : formatNumber(value)
}

/** Somebody by name, for tables: `Ann Lee <ann@example.org>` without the address, which JSON and CSV keep. */
export function personText(actor: string): string {
  return /^(\S.*?)\s*<[^<>]*>$/.exec(actor)?.[1] ?? actor
}
