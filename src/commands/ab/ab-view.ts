import { armValue } from '../../ab/arm.ts'
import { tailOf } from '../../ab/comparison.ts'
import type { Verdict } from '../../ab/decide.ts'
import { counted, formatCount, formatNumber, formatPValue } from '../../report/numbers.ts'
import type { Block, Cell, TableColumn, Tone } from '../../report/report.ts'
import type { AbResult, Metric, Side } from './ab-result.ts'
import { rangeText, relativeText, shareText, signedText, sizeText, valueText } from './figure-texts.ts'
import { reasonOf } from './reason-of.ts'

type Fields = Extract<Block, { type: 'fields' }>['rows']

const headings: Readonly<Record<Verdict, readonly [text: string, tone: Tone]>> = {
  promote: ['Promote B', 'good'],
  keep: ['Keep A', 'bad'],
  continue: ['Continue', 'warn'],
}

/** For people: the decision and why, both arms, what the test says, latencies. */
export function abView(result: AbResult): readonly Block[] {
  const { decision, exit, recordedIn, reproduce, latency } = result
  const [heading, tone] = headings[decision.verdict]
  return [
    ...sources(result),
    { type: 'heading', text: heading, tone },
    { type: 'note', text: reasonOf(result) },
    armTable(result),
    { type: 'fields', rows: figures(result) },
    ...(latency ? [latencyTable(latency)] : []),
    { type: 'note', tone, text: `exit ${exit}: ${decision.verdict}` },
    ...(recordedIn === undefined
      ? []
      : [{ type: 'note', tone: 'dim', text: `recorded in run ${recordedIn}` } as const]),
    { type: 'note', tone: 'dim', text: `reproduce: ${reproduce}` },
  ]
}

function sources({ a, b }: AbResult): readonly Block[] {
  const row = (name: string, { source, rows }: Side) =>
    source === undefined ? [] : [[name, source, counted(rows, 'row')] as const]
  const rows = [...row('A', a), ...row('B', b)]
  return rows.length === 0 ? [] : [{ type: 'fields', rows }]
}

function armTable(result: AbResult): Block {
  const { metric, a, b } = result
  const right = (title: string): TableColumn => ({ title, align: 'right', narrow: 'keep' })
  const isCounted = a.arm.kind === 'proportion'
  const columns: readonly TableColumn[] = [
    { title: 'arm', align: 'left', narrow: 'keep' },
    right('rows'),
    right(isCounted ? 'successes' : 'standard error'),
    { title: metric.name, align: 'right', narrow: 'shrink' },
  ]
  const row = (name: string, { arm }: Side): readonly Cell[] => [
    { text: name },
    { text: formatCount(arm.rows) },
    {
      text:
        arm.kind === 'proportion'
          ? formatCount(arm.successes)
          : formatNumber(arm.spread / Math.sqrt(arm.rows)),
    },
    { text: valueText(metric, armValue(arm)), tone: 'strong' },
  ]
  return { type: 'table', columns, rows: [row('A champion', a), row('B challenger', b)] }
}

function figures(result: AbResult): Fields {
  const { metric, comparison, decision, demand } = result
  const { interval, difference } = comparison
  const { relativeLift, power } = decision
  const confidence = shareText(1 - 2 * tailOf(demand))
  const relative =
    relativeLift === undefined
      ? ''
      : ` (${relativeText(metric.better === 'higher' ? relativeLift : -relativeLift)})`
  const ends = `${confidence} interval ${rangeText(metric, interval.low, interval.high)}`
  const seen =
    power.detectable === undefined
      ? [`no lift is seen in ${shareText(demand.power)} of tests of so many rows`]
      : [sizeText(metric, power.detectable), `least lift that ${shareText(demand.power)} of such tests show`]
  return [
    ['difference', `${signedText(metric, difference)}${relative}`, ends],
    ['test', `p ${formatPValue(comparison.test.pValue)}`, testText(result)],
    ['power', ...seen],
  ]
}

/** Where the standard error of an estimate is from; of a mean it needs no saying. */
const errors: Readonly<Partial<Record<Metric['kind'], string>>> = {
  auc: ", DeLong's variance",
  f1: ', delta method',
  rmse: ', delta method',
}

function testText({ metric, comparison: { test }, demand }: AbResult): string {
  const asked = demand.alternative === 'greater' ? 'one-sided' : 'two-sided'
  if (test.dof !== undefined)
    return `${asked} ${test.name === 'welch-t' ? 'Welch' : 'pooled'} t-test, ${formatNumber(test.dof)} degrees${errors[metric.kind] ?? ' of freedom'}`
  const expected = formatNumber(test.expected)
  return test.name === 'fisher'
    ? `${asked} exact test (Fisher), for an expected count of ${expected}`
    : `${asked} z-test: expected counts from ${expected}`
}

function latencyTable(latency: NonNullable<AbResult['latency']>): Block {
  const right = (title: string): TableColumn => ({ title, align: 'right', narrow: 'keep' })
  const columns: readonly TableColumn[] = [
    { title: latency.column, align: 'left', narrow: 'shrink' },
    ...['A', 'B', 'change'].map(right),
    { title: '', align: 'left', narrow: 'wrap' },
  ]
  const { maxIncrease, increase } = latency
  const rule =
    maxIncrease === undefined
      ? ''
      : `${increase > maxIncrease ? 'more than' : 'within'} the ${shareText(maxIncrease)} allowed`
  const rows = (['p50', 'p95', 'p99'] as const).map((name): readonly Cell[] => {
    const [before, after] = [latency.a[name], latency.b[name]]
    const isLimited = name === 'p95' && maxIncrease !== undefined
    return [
      { text: name },
      { text: formatNumber(before) },
      { text: formatNumber(after) },
      { text: before > 0 ? relativeText(after / before - 1) : '–' },
      isLimited ? { text: rule, tone: increase > maxIncrease ? 'bad' : 'good' } : { text: '' },
    ]
  })
  return { type: 'table', columns, rows }
}
