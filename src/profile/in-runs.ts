import type { ColumnRequest, ProfileInput } from './profiler.ts'

/** Answers requests in their order, cut where numbers begin or end: those are asked for on their own. */
export async function* inRuns(
  requests: readonly ColumnRequest[],
  answer: (run: readonly ColumnRequest[], isNumeric: boolean) => AsyncIterable<ProfileInput>,
): AsyncIterable<ProfileInput> {
  const runs: ColumnRequest[][] = []
  for (const request of requests) {
    const run = runs.at(-1)
    if (run && (run[0]?.as === 'numeric') === (request.as === 'numeric')) run.push(request)
    else runs.push([request])
  }
  for (const run of runs) yield* answer(run, run[0]?.as === 'numeric')
}
