/** Where a Brownian bridge on [0, 1] has to be inside (lower, upper), and how many places that stands for, spread evenly from the check before. */
export interface BridgeCheck {
  readonly t: number
  readonly lower: number
  readonly upper: number
  readonly ends: number
}

/** A time at which a path has to be inside; with `between` also all along from the step before. */
export interface BridgeStep {
  readonly t: number
  readonly lower: number
  readonly upper: number
  readonly between?: { readonly lower: number; readonly upper: number }
}

/** -ζ(1/2)/√(2π): by so many standard deviations of a step a random walk overshoots a line, on average. */
export const overshoot = 0.5825971579390106

/** Steps below this share of the squared width are taken together; below the second they are one check. */
const [short, shortest] = [1 / 300, 5e-5]

/** Unless lines are so remote that only the order of magnitude matters, a longer step is not short. */
const shortAtMost = 1 / 40

/** So many short steps in a row are as good as continuous; a run of twice as many is cut when it is as long as this. */
const [manyEnds, longEnough] = [8, 1 / 16]

/** Work that may be spent, in widths over standard deviations of a step: some 5 ms. */
const workAtMost = 2000

/**
 * Turns checks, ascending in t, into fewer that a quadrature can take one by one. Those that a path cannot fail without
 * failing others are left out: their share of the result is below e^-40. Runs of short steps are checked all along, lines
 * moved outwards by the overshoot (M. Broadie, P. Glasserman and S. Kou, Math. Finance 7, 1997). Checks all but
 * coincident become one, its lines moved inwards by how far a walk over them gets on average (F. Spitzer, 1956).
 */
export function bridgeSteps(checks: readonly BridgeCheck[], least: number): readonly BridgeStep[] {
  const kept = withoutIdle(checks, least)
  const width = kept.reduce(
    (narrowest, { lower, upper }) => Math.min(narrowest, upper - lower),
    Number.POSITIVE_INFINITY,
  )
  const small = least > 7 ? short * width ** 2 : Math.min(shortAtMost, short * width ** 2)
  for (let coincident = shortest; ; coincident *= 4) {
    const steps = taken(kept, small, coincident * width ** 2)
    if (coincident > short / 8 || work(steps, width) <= workAtMost) return steps
  }
}

/** The standard deviation of a bridge at one time, given where it is at an earlier one. */
export function bridgeSpread(from: number, to: number): number {
  return Math.sqrt(((to - from) * (1 - to)) / (1 - from))
}

/** How many standard deviations the nearer line of a check is away: P(outside) is about exp(-z²/2). */
export function remoteness({ t, lower, upper }: BridgeCheck): number {
  return Math.min(-lower, upper) / Math.sqrt(t * (1 - t))
}

function withoutIdle(checks: readonly BridgeCheck[], least: number): readonly BridgeCheck[] {
  const [first, ...others] = checks.filter(check => remoteness(check) ** 2 <= least ** 2 + 80)
  // The places before the first are idle too.
  return first === undefined ? [] : [{ ...first, ends: 1 }, ...others]
}

function taken(checks: readonly BridgeCheck[], small: number, coincident: number): readonly BridgeStep[] {
  const steps: BridgeStep[] = []
  let anchor = 0
  for (let i = 0; i < checks.length; ) {
    const from = i === 0 ? 0 : timeOf(checks, i - 1)
    const end = endOfRun(checks, i, small)
    const run = checks.slice(i, end)
    const ends = endsOf(run)
    if (ends > 1 && (ends >= manyEnds || run.length === 1) && timeOf(checks, end - 1) - from > coincident) {
      steps.push(continuous(from, run))
      anchor = end - 1
      i = end
    } else if (i > 0 && timeOf(checks, i) - timeOf(checks, anchor) < coincident) {
      i++
      steps[steps.length - 1] = narrowed(steps.at(-1) as BridgeStep, checks.slice(anchor, i))
    } else {
      const { t, lower, upper } = checks[i] as BridgeCheck
      steps.push({ t, lower, upper })
      anchor = i++
    }
  }
  return steps
}

const timeOf = (checks: readonly BridgeCheck[], index: number) => (checks[index] as BridgeCheck).t
const endsOf = (checks: readonly BridgeCheck[]) => checks.reduce((sum, { ends }) => sum + ends, 0)

/** Past the check at `start` and those that follow it by short steps. */
function endOfRun(checks: readonly BridgeCheck[], start: number, small: number): number {
  const before = (i: number) => (i === 0 ? 0 : timeOf(checks, i - 1))
  const isShort = (i: number) => i < checks.length && timeOf(checks, i) - before(i) < small
  let end = start + 1
  if (!isShort(start)) return end
  for (let ends = 0; isShort(end); end++) {
    ends += (checks[end] as BridgeCheck).ends
    if (ends > 2 * manyEnds && timeOf(checks, end) - before(start) > longEnough) break
  }
  return end
}

/** Inside all along, between the lines' averages over time. */
function continuous(from: number, run: readonly BridgeCheck[]): BridgeStep {
  const { t, lower, upper } = run.at(-1) as BridgeCheck
  let [before, below, above, past] = [from, 0, 0, 0]
  for (const check of run) {
    const share = (check.t - before) / (t - from)
    below += share * check.lower
    above += share * check.upper
    past += share * overshoot * Math.sqrt((check.t - before) / check.ends)
    before = check.t
  }
  return { t, lower, upper, between: { lower: below - past, upper: above + past } }
}

/** A step at the first of some checks all but coincident, which stands for all of them. */
function narrowed(step: BridgeStep, cluster: readonly BridgeCheck[]): BridgeStep {
  const [first, ...others] = cluster as readonly [BridgeCheck, ...BridgeCheck[]]
  const ends = endsOf(others)
  let sum = 0
  for (let k = 1; k <= ends; k++) sum += 1 / Math.sqrt(k)
  const farthest = sum * Math.sqrt((timeOf(others, others.length - 1) - first.t) / (2 * Math.PI * ends))
  return { ...step, lower: first.lower + farthest, upper: first.upper - farthest }
}

/** How many nodes a quadrature needs, but for a factor. */
function work(steps: readonly BridgeStep[], width: number): number {
  let [before, sum] = [0, 0]
  for (const { t } of steps) {
    sum += width / bridgeSpread(before, t)
    before = t
  }
  return sum
}
