import { type Cut, type NumberRange, only } from '../data/row-set.ts'
import { bucketEnds, isInterval } from '../profile/bucket-rounding.ts'
import type { NumericProfile } from '../profile/profile.ts'
import { countBelow, countsBetween, countUpTo } from '../stats/counts-between.ts'
import type { Distribution } from '../stats/ecdf.ts'
import { ecdfCount } from '../stats/ecdf-count.ts'
import { logLikelihoodRatio } from '../stats/log-likelihood-ratio.ts'
import { lowerBound } from '../stats/lower-bound.ts'
import { runAt, valueAt } from '../stats/value-at.ts'
import { edgeTexts } from './bins.ts'
import type { RobustBin } from './robust-bin.ts'

/** Bins of a window of 100 rows and more. In smaller ones more bins only cost power. */
const mostBins = 10
const fewestBins = 4
const rowsABin = 10

/** A value with this share of one window and next to nothing of the other: a default that crept in. */
const atomShare = 0.01
const nextToNothing = 0.1
const atomRows = 10
/** So unlikely by chance (G of 21 is p = 5e-6) that choosing such values does not bend the law. */
const atomEvidence = 21

/**
 * Quantile bins of the reference for the values that do not repeat, and a bin for each that does: one that holds more
 * than a bin's share of either window, or at least 1% of one and next to nothing of the other, beyond chance.
 */
export function robustNumbers(
  { ecdf: reference, rounding }: NumericProfile<Distribution>,
  { ecdf: current }: NumericProfile<Distribution>,
): readonly RobustBin[] {
  const [n, m] = [ecdfCount(reference), ecdfCount(current)]
  const bins = Math.min(mostBins, Math.max(fewestBins, Math.floor(Math.min(n, m) / rowsABin)))
  const atoms = atomsOf(reference, current, bins)
  const held = (side: 'reference' | 'current') => atoms.reduce((sum, atom) => sum + atom[side], 0)
  const edges = edgesOf(reference, atoms, Math.ceil(bins * (1 - held('reference') / n)))
  const texts = edgeTexts(edges)
  const dropped = rounding?.dropped ?? 0
  const between = { reference: countsBetween(reference, edges), current: countsBetween(current, edges) }
  const except = Array.from(between.reference, (): NumberRange[] => [])
  for (const atom of atoms) {
    const bin = lowerBound(edges, atom.value) + (edges.includes(atom.value) ? 1 : 0)
    except[bin]?.push(bucketOf(atom.value, dropped))
    for (const side of ['reference', 'current'] as const) {
      between[side][bin] = (between[side][bin] as number) - atom[side]
    }
  }
  const intervals = Array.from(between.reference, (count, i) => ({
    at: i === 0 ? Number.NEGATIVE_INFINITY : (edges[i - 1] as number),
    label: intervalLabel(texts, i),
    reference: count,
    current: between.current[i] as number,
    rows: { type: 'range', ...rangeOf(edges, i, dropped), except: except[i] ?? [] } as const,
  }))
  const points = atoms.map(({ value, ...counts }) => ({
    at: value,
    label: `= ${value}`,
    ...counts,
    rows: { type: 'range', ...bucketOf(value, dropped), except: [] } as const,
  }))
  // An atom on an edge stands before the bin that begins there.
  return [...points, ...intervals].sort((a, b) => a.at - b.at)
}

/** The values between two edges, the outer ones open. */
function rangeOf(edges: Float64Array, bin: number, dropped: number): NumberRange {
  const [from, to] = [edges[bin - 1], edges[bin]]
  return {
    ...(from === undefined ? {} : { from: cutBefore(from, dropped) }),
    ...(to === undefined ? {} : { to: cutBefore(to, dropped) }),
  }
}

/** Where values begin that are not below an edge: of one that stands for an interval, after the interval's lower end. */
function cutBefore(edge: number, dropped: number): Cut {
  return bucketOf(edge, dropped).from ?? { at: edge, side: 'before' }
}

/** What a double stands for on a grid: itself, or all that lies strictly between two points of the grid. */
function bucketOf(value: number, dropped: number): NumberRange {
  if (!isInterval(value, dropped)) return only(value)
  const [low, high] = bucketEnds(value, dropped)
  return {
    ...(Number.isFinite(low) ? { from: { at: low, side: 'after' } as const } : {}),
    ...(Number.isFinite(high) ? { to: { at: high, side: 'before' } as const } : {}),
  }
}

interface Atom {
  readonly value: number
  readonly reference: number
  readonly current: number
}

/** A value of less than 1% of either window is none. */
function atomsOf(reference: Distribution, current: Distribution, bins: number): readonly Atom[] {
  const candidates = new Set([...frequentIn(reference), ...frequentIn(current)])
  const atoms = [...candidates].map(value => ({
    value,
    reference: countUpTo(reference, value) - countBelow(reference, value),
    current: countUpTo(current, value) - countBelow(current, value),
  }))
  const [n, m] = [ecdfCount(reference), ecdfCount(current)]
  return atoms.filter(atom => isAtom(atom, n, m, bins)).sort((a, b) => a.value - b.value)
}

/** A value of at least 1% of a window lies on one of its hundred percentiles: no walk over all values is needed. */
function frequentIn(ecdf: Distribution): readonly number[] {
  const count = ecdfCount(ecdf)
  const steps = Math.ceil(1 / atomShare)
  const frequent: number[] = []
  for (let k = 0; k < steps; k++) {
    const place = Math.max(1, Math.ceil((k * count) / steps)) - 1
    const { value, times } = runAt(ecdf, place)
    if (times / count >= atomShare && value !== frequent.at(-1)) frequent.push(value)
  }
  return frequent
}

function isAtom({ reference, current }: Atom, n: number, m: number, bins: number): boolean {
  const shares = [reference / n, current / m] as const
  const [less, more] = [Math.min(...shares), Math.max(...shares)]
  if (more > 1 / bins && reference + current > 2) return true
  if (more < atomShare || less > nextToNothing * more || reference + current < atomRows) return false
  return logLikelihoodRatio([reference, n - reference], [current, m - current]) > atomEvidence
}

/** Values of the reference that cut what is left of it without its atoms into equal parts, each value once. */
function edgesOf(reference: Distribution, atoms: readonly Atom[], bins: number): Float64Array {
  const rest = ecdfCount(reference) - atoms.reduce((sum, atom) => sum + atom.reference, 0)
  if (rest === 0) return new Float64Array(0)
  const edges = Array.from({ length: Math.max(0, bins - 1) }, (_, k) =>
    valueWithout(reference, atoms, Math.floor((rest * (k + 1)) / bins)),
  )
  return Float64Array.from(new Set(edges))
}

/** The value at a place, from 0, of all that are no atoms in ascending order: every atom below moves it on. */
function valueWithout(reference: Distribution, atoms: readonly Atom[], place: number): number {
  let at = place
  for (const atom of atoms) {
    if (countBelow(reference, atom.value) <= at) at += atom.reference
  }
  return valueAt(reference, at)
}

function intervalLabel(texts: readonly string[], bin: number): string {
  if (texts.length === 0) return '(other values)'
  if (bin === 0) return `< ${texts[0]}`
  return bin === texts.length ? `>= ${texts.at(-1)}` : `${texts[bin - 1]} to ${texts[bin]}`
}
