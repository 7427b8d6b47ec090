import { isTable } from '../config/setting-texts.ts'
import { escapeLines } from '../terminal/escape-lines.ts'
import { type Card, ownFields } from './card.ts'
import { cardStyle } from './card-style.ts'
import { escapeHtml, markdownHtml } from './markdown-html.ts'
import { isPlaceholder } from './placeholder.ts'

/** What the store says of a version, at the top of its card: label and value. */
export type PageFacts = readonly (readonly [label: string, value: string])[]

const own = { owner: 'owner', contact: 'contact', updated: 'last changed', review_by: 'to be reviewed by' }
const leftOut = ['mlreg', 'model-index', 'metrics', 'model_name', 'widget', 'inference']

/**
 * A card as one HTML page that needs nothing from anywhere: its style is inside, a policy forbids scripts and whatever
 * would be loaded, and nothing in the card becomes a tag. The same card gives the same bytes.
 */
export function renderHtml(card: Card, facts: PageFacts): string {
  const title = titleOf(card)
  const body = markdownHtml(escapeLines(card.body))
  const rows = [...facts, ...fieldsOf(card)].map(
    ([label, value]) => `<dt>${textOf(label)}</dt><dd>${fieldText(value)}</dd>\n`,
  )
  const panel = rows.length === 0 ? '' : `<dl>\n${rows.join('')}</dl>\n`
  const heading = /<h1\b[^>]*>.*<\/h1>\n/.exec(body)
  const [before, after] =
    heading === null
      ? [`<h1>${title}</h1>\n`, body]
      : [body.slice(0, heading.index + heading[0].length), body.slice(heading.index + heading[0].length)]
  return `<!doctype html>
<html lang="${languageOf(card)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${title} – model card</title>
<style>${cardStyle}</style>
</head>
<body>
<main>
${before}${panel}${dressed(after)}</main>
</body>
</html>
`
}

/** What is still to be written stands out, and an interval stays on one line. */
function dressed(html: string): string {
  return html
    .replaceAll(/\[FILL IN:[^\]<]*\]/g, '<mark>$&</mark>')
    .replaceAll(/\([^()<>\s]*–[^()<>\s]*\)(?=<\/td>)/g, '<span>$&</span>')
}

function titleOf(card: Card): string {
  const { model, version } = ownFields(card)
  const name = String(model ?? card.frontMatter.model_name ?? 'model')
  return textOf(version === undefined ? name : `${name}, version ${String(version)}`)
}

function languageOf({ frontMatter: { language } }: Card): string {
  const [first] = Array.isArray(language) ? language : [language]
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(String(first)) ? String(first) : 'en'
}

function fieldsOf(card: Card): [string, string][] {
  const kept = ownFields(card)
  const people = Object.entries(own).flatMap(([key, label]): [string, string][] =>
    kept[key] === undefined || kept[key] === null ? [] : [[label, String(kept[key])]],
  )
  const hub = Object.entries(card.frontMatter).flatMap(([key, value]): [string, string][] =>
    leftOut.includes(key) || value === null ? [] : [[key.replaceAll('_', ' '), asText(value)]],
  )
  return [...people, ...hub]
}

function asText(value: unknown): string {
  if (Array.isArray(value) && value.every(one => !isTable(one) && !Array.isArray(one)))
    return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function textOf(text: string): string {
  return escapeHtml(escapeLines(text).trimEnd())
}

function fieldText(text: string): string {
  return isPlaceholder(text) ? `<mark>${textOf(text)}</mark>` : textOf(text)
}
