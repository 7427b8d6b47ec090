import type { GateJudgement, JudgedRule } from '../../gate/judgement.ts'
import { formatNumber } from '../../report/numbers.ts'
import type { Block, Cell, Check, Report, TableColumn, Tone } from '../../report/report.ts'
import { gateJson } from './gate-document.ts'

/** A judgement in every form that formats draw from. */
export function gateReport(judgement: GateJudgement, exit: number): Report {
  const data = gateJson(judgement, exit)
  return {
    data,
    document: view(judgement, exit),
    records: {
      columns: ['rule', 'metric', 'value', 'baseline', 'limit', 'passed', 'message'],
      rows: data.rules.map(one => [
        ...[one.rule, one.metric, one.value, one.baseline, one.limit, one.passed, one.message],
      ]),
    },
    checks: worstFirst(judgement.rules.map(toCheck)),
    verdict: judgement.verdict,
  }
}

const columns: readonly TableColumn[] = [
  { title: 'rule', align: 'left', narrow: 'shrink' },
  { title: 'result', align: 'left', narrow: 'keep' },
  { title: 'value', align: 'right', narrow: 'keep' },
  { title: 'champion', align: 'right', narrow: 'keep' },
  { title: 'why', align: 'left', narrow: 'wrap' },
]

const endings: Readonly<Record<GateJudgement['verdict'], readonly [words: string, tone: Tone]>> = {
  pass: ['passes', 'good'],
  fail: ['fails', 'bad'],
  'cannot-compare': ['cannot be judged', 'warn'],
}

function view({ verdict, model, against, rules }: GateJudgement, exit: number): readonly Block[] {
  const [words, tone] = endings[verdict]
  const isCompared = rules.some(({ baseline }) => baseline !== null)
  const beside = isCompared ? ` against ${against}` : ''
  return [
    { type: 'heading', text: `${model} ${words}${beside}`, tone },
    { type: 'table', columns, rows: rules.map(cells) },
    { type: 'note', tone, text: `exit ${exit}: ${verdict}` },
  ]
}

function cells({ rule, passed, value, baseline, message }: JudgedRule): readonly Cell[] {
  return [
    { text: rule, tone: passed === true ? 'plain' : 'strong' },
    passed === true
      ? { text: 'passed', tone: 'good' }
      : passed === false
        ? { text: 'failed', tone: 'bad' }
        : { text: 'not compared', tone: 'warn' },
    { text: figure(value) },
    { text: figure(baseline) },
    { text: message },
  ]
}

const longestText = 20

/** Digests by their first digits, and of what is long as much as shows what it is. */
function figure(value: JudgedRule['value']): string {
  if (value === null || typeof value === 'number') return formatNumber(value)
  const text = value.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1')
  return text.length > longestText ? `${text.slice(0, longestText - 1).trimEnd()}…` : text
}

function toCheck({ rule, passed, message }: JudgedRule): Check {
  const outcome = passed === null ? 'error' : passed ? 'passed' : 'failed'
  return { group: 'gate', name: rule, outcome, title: `gate: ${rule}`, message }
}

function worstFirst(checks: readonly Check[]): readonly Check[] {
  const rank = ({ outcome }: Check) => ['failed', 'error', 'passed'].indexOf(outcome)
  return [...checks].sort((a, b) => rank(a) - rank(b))
}
