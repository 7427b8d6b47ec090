import { type BridgeCheck, type BridgeStep, bridgeSpread, bridgeSteps, remoteness } from './bridge-steps.ts'
import { chiSquareUpper } from './chi-square-upper.ts'

/** Gauss and Legendre's rule of 12 points on (-1, 1): its positive half. */
const abscissas = [
  0.1252334085114689, 0.3678314989981802, 0.5873179542866175, 0.7699026741943047, 0.9041172563704749,
  0.9815606342467192,
]
const weights = [
  0.2491470458134028, 0.2334925365383548, 0.2031674267230659, 0.1600783285433462, 0.1069393259953184,
  0.0471753363865118,
]

/** In standard deviations of a step: what one rule covers. */
const ruleCovers = 6

/** In standard deviations: with the nearest line this far away, P < 1e-20, a bound will do. */
const remote = 10

/** Nodes of a quadrature, ascending, and what each stands for of a density: its weight times its height. */
interface Nodes {
  readonly at: Float64Array
  readonly mass: Float64Array
}

/**
 * The probability that a Brownian bridge on [0, 1] is outside (lower, upper) at any of the checks, ascending in t: the
 * limiting law of the Kolmogorov-Smirnov statistic with ties, the largest gap at the ends of ties alone.
 *
 * The density of the paths still inside is led from check to check by quadrature over the bridge's normal transitions, as
 * integral equations for boundary crossing are (J. Durbin, J. Appl. Probab. 8, 1971), and what arrives outside is added
 * up: all terms are positive, so a small probability keeps its digits. Where checks are many and close the paths are
 * watched all along instead, by reflection at both lines (see `bridgeSteps`), which is good to about 1%; without, 1e-6.
 */
export function brownianBridgeHit(checks: readonly BridgeCheck[]): number {
  // Lines that have met leave no place inside.
  if (checks.some(({ lower, upper }) => lower >= upper)) return 1
  const least = checks.reduce(
    (nearest, check) => Math.min(nearest, remoteness(check)),
    Number.POSITIVE_INFINITY,
  )
  if (least > remote) return Math.min(1, checks.length * chiSquareUpper(least ** 2, 1))
  const steps = bridgeSteps(checks, least)
  // In standard deviations: how far a step leads at all, and how far outside there is anything to find.
  const [reach, outside] = [Math.hypot(9, least), Math.min(6, 40 / least)]
  let paths: Nodes = { at: Float64Array.of(0), mass: Float64Array.of(1) }
  let [from, hit] = [0, 0]
  for (const [index, step] of steps.entries()) {
    const { t, lower, upper } = step
    const next = steps[index + 1]
    const spread = bridgeSpread(from, t)
    const beyond = outside * spread
    for (const nodes of [nodesIn(upper, upper + beyond, beyond), nodesIn(lower - beyond, lower, beyond)]) {
      lead(paths, from, { t, lower, upper }, nodes, reach)
      hit += nodes.mass.reduce((sum, mass) => sum + mass, 0)
    }
    const inside = nodesIn(
      lower,
      upper,
      ruleCovers * Math.min(spread, next ? bridgeSpread(t, next.t) : spread),
    )
    hit += lead(paths, from, step, inside, reach)
    paths = inside
    from = t
  }
  return Math.min(1, hit)
}

/** Nodes with their weights as mass; one rule covers no more than `covered`. */
function nodesIn(lower: number, upper: number, covered: number): Nodes {
  const rules = Math.ceil((upper - lower) / covered - 1e-9)
  const at = new Float64Array(rules * 12)
  const mass = new Float64Array(rules * 12)
  const half = (upper - lower) / rules / 2
  for (let i = 0; i < at.length; i++) {
    const middle = lower + half * (2 * Math.floor(i / 12) + 1)
    const k = i % 12
    const mirrored = k < 6 ? 5 - k : k - 6
    at[i] = middle + (k < 6 ? -half : half) * (abscissas[mirrored] as number)
    mass[i] = half * (weights[mirrored] as number)
  }
  return { at, mass }
}

/** Multiplies the nodes' mass by the density of paths there; returns what has been lost on the way. */
function lead(paths: Nodes, from: number, { t, between }: BridgeStep, nodes: Nodes, reach: number): number {
  const drawn = (1 - t) / (1 - from)
  const spread = bridgeSpread(from, t)
  const { at, mass } = nodes
  let [start, lost] = [0, 0]
  for (let i = 0; i < at.length; i++) {
    const x = at[i] as number
    while (start < paths.at.length && x - drawn * (paths.at[start] as number) > reach * spread) start++
    let [inside, hit] = [0, 0]
    for (let j = start; j < paths.at.length; j++) {
      const y = paths.at[j] as number
      const z = (x - drawn * y) / spread
      if (z < -reach) break
      const arriving = (paths.mass[j] as number) * Math.exp((-z * z) / 2)
      const crossing = between === undefined ? 0 : crossed(y, x, t - from, between)
      inside += arriving * (1 - crossing)
      hit += arriving * crossing
    }
    const weight = (mass[i] as number) / (spread * Math.sqrt(2 * Math.PI))
    mass[i] = weight * inside
    lost += weight * hit
  }
  return lost
}

/** An exponent past which a term does not count. */
const vanishing = 60

/** The share of Brownian paths from x to y, in the given time, that touch either line: by reflection at both. */
function crossed(
  x: number,
  y: number,
  time: number,
  { lower, upper }: { lower: number; upper: number },
): number {
  const width = upper - lower
  const [u, v] = [x - lower, y - lower]
  if (u <= 0 || v <= 0 || u >= width || v >= width) return 1
  const along = u - v
  let sum = term(u * v, time) + term((width - u) * (width - v), time)
  for (let k = width; 2 * k * (k - width) < vanishing * time; k += width) {
    sum += term((u + k) * (v + k), time) + term((k + width - u) * (k + width - v), time)
    sum -= term(k * (k + along), time) + term(k * (k - along), time)
  }
  return Math.min(1, Math.max(0, sum))
}

function term(square: number, time: number): number {
  const exponent = (2 * square) / time
  return exponent > vanishing ? 0 : Math.exp(-exponent)
}
