import type { Sizes } from '../../ab/power.ts'
import { formatCount, formatNumber, formatPercent } from '../../report/numbers.ts'
import type { Block, Report } from '../../report/report.ts'
import { planLine } from './ab-line.ts'
import { relativeText, shareText, sizeText, valueText } from './figure-texts.ts'
import type { PlanOptions } from './plan-options.ts'
import { rowsText } from './reason-of.ts'

export interface Plan {
  /** Which of the three was not given. */
  readonly answer: 'rows' | 'lift' | 'power'
  readonly rows: Sizes
  /** A difference, above 0. */
  readonly lift: number
  readonly power: number
}

/** The JSON contract is `mlreg.ab-plan/1`, in schemas/ab-plan.schema.json. */
export function planReport(plan: Plan, options: PlanOptions): Report {
  const { baseline = null, sd = null, alpha, alternative, ratio, lowerIsBetter } = options
  const { a, b } = plan.rows
  const figures = {
    kind: sd === null ? 'proportion' : 'mean',
    ...{ baseline, sd, lift: plan.lift },
    relativeLift: baseline ? plan.lift / Math.abs(baseline) : null,
    better: lowerIsBetter ? 'lower' : 'higher',
    ...{ alpha, alternative, ratio, power: plan.power },
  }
  const row = { answer: plan.answer, ...figures, rows_a: a, rows_b: b }
  return {
    data: {
      schema: 'mlreg.ab-plan/1',
      answer: plan.answer,
      ...figures,
      rows: { a, b, total: a + b },
      reproduce: planLine(options),
    },
    document: view(plan, options),
    records: { columns: Object.keys(row), rows: [Object.values(row)] },
    checks: [],
    verdict: 'ok',
  }
}

function view(plan: Plan, options: PlanOptions): readonly Block[] {
  const { baseline, sd, alpha, alternative, lowerIsBetter } = options
  const kind = { kind: sd === undefined ? 'proportion' : 'mean' } as const
  const lift = sizeText(kind, plan.lift)
  const share = plan.answer === 'power' ? formatPercent(plan.power) : shareText(plan.power)
  const sentences = {
    rows: `${rowsText(plan.rows)} show a true lift of ${lift} in ${share} of tests`,
    lift: `${rowsText(plan.rows)} show a true lift of ${lift} or more in ${share} of tests`,
    power: `${rowsText(plan.rows)} show a true lift of ${lift} in ${share} of tests`,
  }
  const improved =
    baseline === undefined ? undefined : lowerIsBetter ? baseline - plan.lift : baseline + plan.lift
  const sides = alternative === 'greater' ? 'one-sided, that B is better' : 'two-sided, that B differs'
  return [
    { type: 'heading', text: sentences[plan.answer] },
    {
      type: 'fields',
      rows: [
        ...(baseline === undefined || improved === undefined
          ? []
          : [
              [
                'from, to',
                `${valueText(kind, baseline)} → ${valueText(kind, improved)}${baseline === 0 ? '' : ` (${relativeText((improved - baseline) / Math.abs(baseline))})`}`,
              ] as const,
            ]),
        ...(sd === undefined ? [] : [['standard deviation', formatNumber(sd)] as const]),
        ['rows', `${formatCount(plan.rows.a)} of A, ${formatCount(plan.rows.b)} of B`],
        [
          'test',
          `${sd === undefined ? 'z-test of two shares' : 't-test of two means'} at alpha ${alpha}, ${sides}`,
        ],
      ],
    },
    { type: 'note', tone: 'dim', text: `reproduce: ${planLine(options)}` },
  ]
}
