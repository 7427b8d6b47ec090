import { armValue } from '../../ab/arm.ts'
import { tailOf } from '../../ab/comparison.ts'
import type { AbResult, Side } from './ab-result.ts'
import { reasonOf } from './reason-of.ts'

/** The JSON contract `mlreg.ab/1`, in schemas/ab.schema.json. */
export function abDocument(result: AbResult) {
  const { metric, comparison, decision, demand, latency } = result
  const { difference, interval, test } = comparison
  const { lift, relativeLift, minLift, power } = decision
  return {
    schema: 'mlreg.ab/1',
    verdict: decision.verdict,
    exit: result.exit,
    because: decision.because,
    reason: reasonOf(result),
    metric: { name: metric.name, kind: metric.kind, better: metric.better },
    a: side(result.a, result.digests?.[0]),
    b: side(result.b, result.digests?.[1]),
    difference,
    lift,
    relativeLift: relativeLift ?? null,
    interval: {
      ...{ low: interval.low, high: interval.high, method: interval.method },
      confidence: Number((1 - 2 * tailOf(demand)).toPrecision(12)),
    },
    test: {
      ...{ name: test.name, alternative: demand.alternative },
      ...{
        statistic: test.statistic ?? null,
        dof: test.dof ?? null,
        pValue: test.pValue,
        pWorse: test.pWorse,
      },
      leastExpected: test.expected ?? null,
    },
    rule: {
      preset: result.preset ?? null,
      ...{ alpha: demand.alpha, minLift, given: demand.minLift, isRelative: demand.isRelative },
      isStrict: demand.isStrict,
      maxLatencyIncrease: latency?.maxIncrease ?? null,
    },
    power: {
      wanted: demand.power,
      ...{ achieved: power.achieved ?? null, isSufficient: power.isSufficient ?? null },
      ...{ detectableLift: power.detectable ?? null, forLift: power.forLift ?? null },
      rowsNeeded: power.rows ?? null,
    },
    latency: latency
      ? { column: latency.column, a: latency.a, b: latency.b, increase: latency.increase }
      : null,
    ...(result.recordedIn === undefined ? {} : { run: result.recordedIn }),
    warnings: result.warnings,
    reproduce: result.reproduce,
  }
}

function side({ source, rows, arm }: Side, digest: string | undefined) {
  return {
    source: source ?? null,
    digest: digest ?? null,
    ...{ rows, outcomes: arm.rows, value: armValue(arm) },
    successes: arm.kind === 'proportion' ? arm.successes : null,
    standardError: arm.kind === 'proportion' ? null : arm.spread / Math.sqrt(arm.rows),
  }
}
