import { names, one, shellWord, types, words } from '../shell-words.ts'
import type { AbContext, AbOptions, MinLift } from './ab-options.ts'
import type { PlanOptions } from './plan-options.ts'

/** The command that gives the same answer: every option that bears on it, quoted for a shell. */
export function abLine(operands: AbContext['operands'], options: AbOptions): string {
  const files = operands.flatMap(operand => (operand === undefined ? [] : [shellWord(operand)]))
  const flags = words([
    one('--a', options.a?.text),
    one('--b', options.b?.text),
    one('--metric', options.metric),
    one('--target', options.target),
    one('--prediction', options.prediction),
    one('--score', options.score),
    one('--measure', options.measure),
    one('--task', options.task),
    one('--positive', options.positive),
    one('--latency', options.latency),
    one('--preset', options.preset),
    one('--min-lift', liftText(options.minLift)),
    one('--max-latency-increase', options.maxLatencyIncrease),
    ...demandFlags(options),
    one('--require-power', options.requirePower ? '' : undefined),
    one('--a-where', options.aWhere),
    one('--b-where', options.bWhere),
    types(options.type),
    names('--null-values', options.nullValues),
  ])
  return ['mlreg ab', ...files, ...flags].join(' ')
}

/** The same of `mlreg ab plan`. */
export function planLine(options: PlanOptions): string {
  const flags = words([
    one('--baseline', options.baseline),
    one('--lift', liftText(options.lift)),
    one('--rows', options.rows),
    one('--sd', options.sd),
    one('--ratio', options.ratio === 1 ? undefined : options.ratio),
    ...demandFlags(options),
  ])
  return ['mlreg ab plan', ...flags].join(' ')
}

function demandFlags(
  options: Pick<AbOptions, 'alpha' | 'power' | 'alternative' | 'relative' | 'lowerIsBetter'>,
) {
  return [
    one('--alpha', options.alpha === 0.05 ? undefined : options.alpha),
    one('--power', options.power === 0.8 ? undefined : options.power),
    one('--alternative', options.alternative === 'greater' ? undefined : options.alternative),
    one('--relative', options.relative ? '' : undefined),
    one('--lower-is-better', options.lowerIsBetter ? '' : undefined),
  ]
}

function liftText(lift: MinLift | undefined): string | undefined {
  if (lift === undefined) return undefined
  return lift.isPercent ? `${Number((100 * lift.value).toPrecision(15))}%` : String(lift.value)
}
