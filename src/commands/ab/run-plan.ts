import { estimatePower, type PowerLaw, proportionPower, type Sizes } from '../../ab/power.ts'
import { detectable, rowsNeeded } from '../../ab/rows-needed.ts'
import { MlregError } from '../../errors.ts'
import type { Context, Outcome } from '../command.ts'
import type { PlanOptions } from './plan-options.ts'
import { type Plan, planReport } from './plan-report.ts'

/** Plans a test: whichever of rows, lift and power is not given. */
export async function runPlan({ options }: Context<PlanOptions>): Promise<Outcome> {
  return { report: planReport(planOf(options), options), fine: true }
}

function planOf(options: PlanOptions): Plan {
  const { ratio, power, rows } = options
  const law = lawOf(options)
  const lift = liftOf(options, law)
  if (rows === undefined) {
    if (lift === undefined)
      throw new MlregError('usage', 'neither --lift nor --rows says what the test is to be', {
        hint: 'such as mlreg ab plan --baseline 0.08 --lift 0.01',
      })
    const needed = rowsNeeded(law, lift, ratio, power)
    if (needed !== undefined) return { answer: 'rows', rows: needed, lift, power }
    throw new MlregError('cannot-compare', `a lift of ${lift} takes more rows than anybody has`)
  }
  const sizes = sizesOf(rows, options, law)
  if (lift !== undefined) return { answer: 'power', rows: sizes, lift, power: law.power(lift, sizes) }
  const least = detectable(law, sizes, power)
  if (least !== undefined) return { answer: 'lift', rows: sizes, lift: least, power }
  throw new MlregError('cannot-compare', `no lift is seen with a power of ${power} in so few rows`, {
    hint: `the largest there is, of ${law.most}, would be seen with ${law.power(law.most, sizes).toPrecision(3)}`,
  })
}

function lawOf(options: PlanOptions): PowerLaw {
  const { baseline, sd, alpha, alternative, lowerIsBetter } = options
  const question = { alpha, alternative, better: lowerIsBetter ? 'lower' : 'higher' } as const
  if (sd !== undefined) {
    const spread = { spread: sd, dof: (rows: number) => rows - 1 }
    return estimatePower(spread, spread, question)
  }
  if (baseline === undefined)
    throw new MlregError('usage', 'neither --baseline nor --sd says what the rows are like', {
      hint: 'the share of successes of A, such as --baseline 0.08, or the standard deviation of the values',
    })
  if (baseline >= 0 && baseline <= 1) return proportionPower(baseline, question)
  throw new MlregError('usage', `--baseline ${baseline} is no share from 0 to 1`, {
    hint: 'for means, give their standard deviation too: --sd',
  })
}

/** As a difference. */
function liftOf({ lift, relative, baseline, lowerIsBetter }: PlanOptions, law: PowerLaw): number | undefined {
  if (lift === undefined) return undefined
  const isRelative = relative === true || lift.isPercent
  if (isRelative && !baseline)
    throw new MlregError('usage', 'a relative lift is a share of --baseline, which must not be 0')
  const difference = isRelative ? Number((lift.value * Math.abs(baseline ?? 0)).toPrecision(12)) : lift.value
  if (!(difference > 0))
    throw new MlregError('usage', 'a lift of 0 is nothing to see: --lift must be above 0')
  if (difference <= law.most) return difference
  throw new MlregError(
    'usage',
    `from ${baseline} no share can ${lowerIsBetter ? 'fall' : 'rise'} by ${difference}`,
  )
}

function sizesOf(rows: number, { ratio }: PlanOptions, { leastRows }: PowerLaw): Sizes {
  const sizes = { a: rows, b: Math.round(rows * ratio) }
  if (Math.min(sizes.a, sizes.b) >= leastRows) return sizes
  throw new MlregError('usage', `either arm takes ${leastRows} rows or more: A has ${sizes.a}, B ${sizes.b}`)
}
