import { columnNamed } from './columns.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { categories, numbers, type Source, zipf } from './source.ts'

/** What the reference is drawn from, what the current window is, and their PSI were both known without error. */
export interface Drift {
  readonly name: string
  readonly reference: Source
  readonly current: Source
  /** Over ten bins that each hold a tenth of the reference, or over its categories. */
  readonly psi: number
}

const normal = columnNamed('normal')
const lognormal = columnNamed('heavy-tailed (lognormal, 1.5)')
const tenths = Array<number>(10).fill(0.1)

/** Drift of which one wants to know how often it is seen. */
export const drifts: readonly Drift[] = [
  shifted('mean + 0.2 SD (normal)', 0.2),
  shifted('mean + 0.5 SD (normal)', 0.5),
  {
    name: '5% of rows became 0 (lognormal)',
    reference: lognormal,
    current: numbers('', share => (share < 0.05 ? 0 : Math.exp(1.5 * normalQuantile((share - 0.05) / 0.95)))),
    psi: psiOf(
      tenths,
      tenths.map((share, i) => 0.95 * share + (i === 0 ? 0.05 : 0)),
    ),
  },
  {
    name: 'scale × 1.5 (normal)',
    reference: normal,
    current: numbers('', share => 1.5 * normalQuantile(share)),
    psi: psiOf(
      tenths,
      sharesBetweenTenths(x => normalCdf(x / 1.5)),
    ),
  },
  tilted('10 categories moved', zipf(10), 0.25),
  tilted('100 categories moved', zipf(100), 0.25),
]

/** Drift of exactly the effect that is tolerated: what is called drifted here is a false alarm. */
export function boundary(minEffect: number): readonly Drift[] {
  const shift = solved(
    size =>
      psiOf(
        tenths,
        sharesBetweenTenths(x => normalCdf(x - size)),
      ),
    minEffect,
    3,
  )
  const zeros = solved(size => zeroPsi(0.6 + size), minEffect, 0.39)
  return [
    shifted('normal, mean moved', shift),
    {
      name: '60% zeros: more of them',
      reference: columnNamed('60% zeros, else lognormal'),
      current: moreZeros(0.6 + zeros),
      psi: zeroPsi(0.6 + zeros),
    },
    tilted('2 categories moved', [0.3, 0.7], minEffect),
    tilted('10 categories moved', zipf(10), minEffect),
    tilted('100 categories moved', zipf(100), minEffect),
  ]
}

/** The same, of a value so rare in one window that the PSI varies more than its law says: what the law is not good for. */
export function rareBoundary(minEffect: number): readonly Drift[] {
  return [
    tilted('2% all but gone', [0.98, 0.02], minEffect),
    tilted('0.5% became more', [0.005, 0.995], minEffect),
  ]
}

function shifted(name: string, size: number): Drift {
  return {
    name,
    reference: normal,
    current: numbers('', share => normalQuantile(share) + size),
    psi: psiOf(
      tenths,
      sharesBetweenTenths(x => normalCdf(x - size)),
    ),
  }
}

/** Every other category gains, the rest lose, by one factor, such that the PSI is `target`. */
function tilted(name: string, weights: readonly number[], target: number): Drift {
  const reference = normalized(weights)
  const moved = (size: number) =>
    normalized(weights.map((weight, i) => weight * Math.exp(i % 2 === 0 ? size : -size)))
  const current = moved(solved(size => psiOf(reference, moved(size)), target, 5))
  return {
    name,
    reference: categories('', reference),
    current: categories('', current),
    psi: psiOf(reference, current),
  }
}

function moreZeros(zeros: number): Source {
  return numbers('', share =>
    share < zeros ? 0 : Math.exp(1.5 * normalQuantile((share - zeros) / (1 - zeros))),
  )
}

function zeroPsi(zeros: number): number {
  return psiOf([0.6, 0.4], [zeros, 1 - zeros])
}

/** Shares of a distribution between the tenths of the normal one. */
function sharesBetweenTenths(cdf: (x: number) => number): number[] {
  const below = [0, ...Array.from({ length: 9 }, (_, k) => cdf(normalQuantile((k + 1) / 10))), 1]
  return below.slice(1).map((share, i) => share - (below[i] as number))
}

function psiOf(reference: readonly number[], current: readonly number[]): number {
  return reference.reduce((sum, r, i) => {
    const c = current[i] as number
    return sum + (c - r) * Math.log(c / r)
  }, 0)
}

function normalized(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => weight / total)
}

/** Where a rising function of a size from 0 to `most` has the value `target`, by bisection. */
function solved(of: (size: number) => number, target: number, most: number): number {
  let [low, high] = [0, most]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (of(middle) < target) low = middle
    else high = middle
  }
  return high
}
