import { closeSync, openSync, readSync } from 'node:fs'
import { logBatch } from '../store/log-batch.ts'
import type { MetricPoint } from '../store/metrics.ts'
import type { Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'

const partBytes = 2 ** 18

/** A point as a line of JSON, which has no word for a number that is not finite. */
export function scalarLine({ key, value, step, timeMs }: MetricPoint): string {
  return `${JSON.stringify([key, step, timeMs, Number.isFinite(value) ? value : String(value)])}\n`
}

/**
 * Records the points of a file from a byte on, a transaction for each part of it, and gives the byte up to which they
 * are recorded: a line that is not finished is left for later. Points recorded before are the same points.
 */
export function recordScalars(store: Store, run: Run, file: string, from = 0): number {
  const descriptor = open(file)
  if (descriptor === undefined) return from
  try {
    const buffer = Buffer.allocUnsafe(partBytes)
    for (let done = from; ; ) {
      const part = buffer.subarray(0, readSync(descriptor, buffer, 0, partBytes, done))
      const end = part.lastIndexOf('\n') + 1
      if (end === 0) return done
      const points = part.toString('utf8', 0, end).trimEnd().split('\n').map(pointOf)
      store.write(() => logBatch(store, run, { metrics: points }))
      done += end
    }
  } finally {
    closeSync(descriptor)
  }
}

function open(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch {
    // Nothing was found in the output.
    return undefined
  }
}

function pointOf(line: string): MetricPoint {
  const [key, step, timeMs, value] = JSON.parse(line)
  return { key, step, timeMs, value: Number(value) }
}
