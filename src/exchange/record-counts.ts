import type { ExchangeRecord } from './records.ts'

/** How many of each there are; of points, not of the records that hold many. */
export interface RecordCounts {
  experiments: number
  runs: number
  points: number
  models: number
  versions: number
}

export function noCounts(): RecordCounts {
  return { experiments: 0, runs: 0, points: 0, models: 0, versions: 0 }
}

export function countRecord(counts: RecordCounts, record: ExchangeRecord): void {
  if (record.type === 'points') counts.points += record.points.length
  else counts[`${record.type}s`]++
}
