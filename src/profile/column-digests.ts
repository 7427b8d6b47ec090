import { createHash } from 'node:crypto'
import type { Engine } from '../data/engine.ts'
import type { OpenedWindow } from '../data/window.ts'
import { embeddedProfiler } from './embedded-profiler.ts'
import type { ColumnRequest, ProfileInput } from './profiler.ts'

/** Beyond so many rows a column is not sorted for the sake of a digest. */
const mostRows = 5_000_000

/**
 * SHA-256 of each column's values as drift compares them, in hexadecimal: of the numbers in ascending order, or of the
 * categories with their counts, and of how many are null. The order of rows does not matter, nor the format they came
 * in. Columns that drift does not compare have none; nor have windows of more than 5 million rows.
 */
export async function columnDigests(
  engine: Engine,
  window: OpenedWindow,
): Promise<Readonly<Record<string, string>> | null> {
  if (window.rows > mostRows) return null
  const requests = window.columns.flatMap(({ name, kind }): ColumnRequest[] => {
    if (kind === 'numeric' || kind === 'datetime') return [{ name, as: 'numeric' }]
    return kind === 'categorical' || kind === 'boolean' ? [{ name, as: 'categorical' }] : []
  })
  const digests: Record<string, string> = {}
  // The profiler fetches runs of one sort at a time.
  for (const as of ['numeric', 'categorical'] as const) {
    const ofSort = requests.filter(request => request.as === as)
    if (ofSort.length === 0) continue
    for await (const input of embeddedProfiler(engine, window).profile(ofSort)) {
      const digest = digestOf(input)
      if (digest !== undefined) digests[input.name] = digest
    }
  }
  return Object.fromEntries(
    window.columns.flatMap(({ name }) => (name in digests ? [[name, digests[name] as string]] : [])),
  )
}

function digestOf(input: ProfileInput): string | undefined {
  const hash = createHash('sha256')
  if ('parked' in input) return undefined
  if ('values' in input) {
    // One zero, as for every test.
    const values = input.values.map(value => value + 0).sort()
    const nulls = values.length - values.findLastIndex(value => !Number.isNaN(value)) - 1
    return hash
      .update(values.subarray(0, values.length - nulls))
      .update(`null ${nulls}`)
      .digest('hex')
  }
  const { profile } = input
  if (profile.kind === 'categorical') {
    for (const [value, count] of profile.counts) hash.update(JSON.stringify([value, count]))
  }
  return hash.update(`null ${profile.nulls}`).digest('hex')
}
