import type { Bounds } from './bounds.ts'
import { normalQuantile } from './normal-law.ts'

/**
 * Bounds of the area under a ROC curve from the area and the sizes of both classes alone: where the distance to the
 * estimate is the normal quantile times the standard error that a true area there would have by Hanley and McNeil. For
 * samples whose own variance says nothing: classes that do not overlap, or a single score.
 *
 * Source: R. G. Newcombe, Statistics in Medicine 25 (2006) 559-573, method 5.
 */
export function separationBounds(
  area: number,
  positives: number,
  negatives: number,
  confidence: number,
): Bounds {
  const z = normalQuantile(confidence)
  const mean = (positives + negatives) / 2 - 1
  const variance = (at: number) =>
    (at * (1 - at) * (1 + (mean * (1 - at)) / (2 - at) + (mean * at) / (1 + at))) / (positives * negatives)
  const reach = (end: number) => {
    let [near, far] = [area, end]
    for (let i = 0; i < 60; i++) {
      const middle = (near + far) / 2
      if (Math.abs(middle - area) < z * Math.sqrt(variance(middle))) near = middle
      else far = middle
    }
    return near
  }
  return { low: reach(0), high: reach(1) }
}
