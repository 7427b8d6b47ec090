import { type Card, ownFields } from '../../cards/card.ts'
import { isTable } from '../../config/setting-texts.ts'
import type { Report } from '../../report/report.ts'
import { escapeLines } from '../../terminal/escape-lines.ts'
import type { Context, Outcome } from '../command.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { type NamedCard, requireCard, withCard } from './card-operand.ts'

/** People and `--format md` get the Markdown itself, with whatever would command a terminal made visible. */
export async function showCard(context: Context<ReadOptions, readonly [card: string]>): Promise<Outcome> {
  const { options, operands } = context
  return await withCard(context, operands[0], named => {
    const card = requireCard(named)
    if (options.format === 'text' || options.format === 'md')
      return { text: escapeLines(card.text), fine: true }
    return { report: view(named, card), fine: true }
  })
}

function view({ source, version }: NamedCard, card: Card): Report {
  const sections = card.sections.map(({ title, text }) => ({ title, text }))
  return {
    data: {
      schema: 'mlreg.card/1',
      source,
      name: version?.name ?? null,
      version: version?.version ?? null,
      digest: version?.card ?? null,
      frontMatter: card.frontMatter,
      sections,
      text: card.text,
    },
    document: [],
    records: {
      columns: ['kind', 'name', 'value'],
      rows: [
        ...fieldsOf(card).map(([name, value]) => ['field', name, value]),
        ...sections.map(({ title, text }) => ['section', title, text]),
      ],
    },
    checks: [],
    verdict: 'ok',
  }
}

function fieldsOf(card: Card): [string, string][] {
  const { mlreg: _, ...fields } = card.frontMatter
  const own = Object.entries(ownFields(card)).map(([key, value]) => [`mlreg.${key}`, value] as const)
  return [...Object.entries(fields), ...own].map(([name, value]) => [
    name,
    isTable(value) || Array.isArray(value) ? JSON.stringify(value) : String(value),
  ])
}
