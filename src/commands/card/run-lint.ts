import { cardFacts } from '../../cards/card-facts.ts'
import { type CardFinding, warning } from '../../cards/finding.ts'
import { type CardLint, lintCard, lintText } from '../../cards/lint-card.ts'
import { readRegistry } from '../../config/read-registry.ts'
import { type RegistryPolicy, stageNamed } from '../../config/registry-policy.ts'
import { counted } from '../../report/numbers.ts'
import type { Block, Report } from '../../report/report.ts'
import type { Store } from '../../store/store.ts'
import type { Context, Outcome } from '../command.ts'
import { nowMs } from '../tracking/clock.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { type NamedCard, withCard } from './card-operand.ts'

interface LintOptions extends ReadOptions {
  readonly to?: string
}

type LintContext = Context<LintOptions, readonly [card: string]>

export async function runLint(context: LintContext): Promise<Outcome> {
  const { io, options, operands } = context
  const { policyFor } = await readRegistry(options.config, io)
  return await withCard(context, operands[0], (named, store) => {
    const policy = policyFor(named.version?.name ?? '')
    const stage = stageOf(named, policy, options.to)
    const lint = judge(named, store, { stage, nowMs: nowMs(io), policy })
    return { report: view(named, stage, lint), fine: lint.fine }
  })
}

function stageOf({ version }: NamedCard, policy: RegistryPolicy, asked: string | undefined): string {
  return asked === undefined ? (version?.stage ?? policy.first) : stageNamed(policy, asked).name
}

function judge(
  { card, version }: NamedCard,
  store: Store | undefined,
  request: Parameters<typeof lintCard>[2],
): CardLint {
  if (store !== undefined && version !== undefined && card === undefined)
    return lintCard(store, version, request)
  if (card === undefined) return { findings: [], fine: true }
  if (store !== undefined && version !== undefined) return lintText(card, cardFacts(store, version), request)
  const alone = warning(
    'not-compared',
    'mlreg.version',
    `nothing was compared with a store: ${store === undefined ? 'there is none here' : 'it has no such version'}`,
  )
  const { findings, fine } = lintText(card, undefined, request)
  return { findings: [...findings, alone], fine }
}

function view({ source, version, card }: NamedCard, stage: string, { findings, fine }: CardLint): Report {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const verdict = fine ? 'ok' : 'findings'
  return {
    data: {
      schema: 'mlreg.card-lint/1',
      verdict,
      source,
      name: version?.name ?? null,
      version: version?.version ?? null,
      stage,
      card: card === undefined ? null : (version?.card ?? null),
      errors,
      warnings: findings.length - errors,
      findings,
    },
    document: [...table(findings), summary(source, stage, { errors, warnings: findings.length - errors })],
    records: {
      columns: ['severity', 'rule', 'place', 'message'],
      rows: findings.map(({ severity, rule, place, message }) => [severity, rule, place, message]),
    },
    checks: checksOf(source, findings),
    verdict,
  }
}

function table(findings: readonly CardFinding[]): Block[] {
  if (findings.length === 0) return []
  return [
    {
      type: 'table',
      columns: [
        { title: 'severity', align: 'left', narrow: 'keep' },
        { title: 'where', align: 'left', narrow: 'shrink' },
        { title: 'what', align: 'left', narrow: 'wrap' },
      ],
      rows: findings.map(({ severity, place, message }) => [
        { text: severity, tone: severity === 'error' ? 'bad' : 'warn' },
        { text: place },
        { text: message },
      ]),
    },
  ]
}

function summary(source: string, stage: string, counts: { errors: number; warnings: number }): Block {
  const { errors, warnings } = counts
  if (errors === 0 && warnings === 0)
    return { type: 'note', text: `${source} is fine for ${stage}`, tone: 'good' }
  const said = [
    ...(errors === 0 ? [] : [counted(errors, 'error')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ].join(', ')
  return { type: 'note', text: `${source} for ${stage}: ${said}`, tone: errors === 0 ? 'warn' : 'bad' }
}

function checksOf(source: string, findings: readonly CardFinding[]): Report['checks'] {
  if (findings.length === 0) {
    return [
      { group: 'card', name: source, outcome: 'passed', title: 'card: fine', message: 'nothing to see to' },
    ]
  }
  return findings.map(({ severity, rule, place, message }) => ({
    group: 'card',
    name: `${rule}: ${place}`,
    outcome: severity === 'error' ? 'failed' : 'passed',
    title: `card: ${place}`,
    message,
  }))
}
