import type { ModelEvent } from '../../registry/model-events.ts'
import { counted } from '../../report/numbers.ts'
import type { Cell, Report } from '../../report/report.ts'
import { isoTime } from '../tracking/run-document.ts'
import { personText, timeText } from '../tracking/run-texts.ts'

// "Archived -> Production" is worth more room than a long name beside it; stages of more letters are cut like names.
const widestChange = 24

/** The history of a model as a log: the newest event last. */
export function eventsReport(events: readonly ModelEvent[]): Report {
  const total = events.length
  const changes = events.map(changeText)
  const isShort = changes.every(text => text.length <= widestChange)
  return {
    data: { schema: 'mlreg.history/1', shown: total, total, events: events.map(eventJson) },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'time (UTC)', align: 'left', narrow: 'keep' },
          { title: 'version', align: 'right', narrow: 'keep' },
          { title: 'what', align: 'left', narrow: 'keep' },
          { title: '', align: 'left', narrow: isShort ? 'keep' : 'shrink' },
          { title: 'by', align: 'left', narrow: 'shrink' },
          { title: 'why', align: 'left', narrow: 'wrap' },
        ],
        rows: events.map((event, at) => [
          { text: timeText(event.timeMs) },
          { text: event.version === null ? '–' : String(event.version) },
          actionCell(event),
          { text: changes[at] ?? '' },
          { text: personText(event.actor) },
          { text: whyText(event) },
        ]),
      },
      { type: 'note', text: counted(total, 'event') },
    ],
    records: {
      columns: ['time', 'actor', 'action', 'name', 'version', 'from', 'to', 'reason', 'forced', 'refused'],
      rows: events.map(event => [
        isoTime(event.timeMs),
        event.actor,
        event.action,
        event.name,
        event.version,
        event.from,
        event.to,
        event.reason,
        event.forced,
        event.refused,
      ]),
    },
    checks: [],
    verdict: 'ok',
  }
}

function eventJson(event: ModelEvent): Record<string, unknown> {
  const { timeMs, more, ...rest } = event
  return { time: isoTime(timeMs), ...rest, details: more }
}

function actionCell({ action, refused, forced }: ModelEvent): Cell {
  if (refused !== null) return { text: action, tone: 'bad' }
  return forced ? { text: action, tone: 'warn' } : { text: action }
}

/** What became of what: `Staging -> Production`. */
function changeText({ action, version, from, to, evidence, more }: ModelEvent): string {
  switch (action) {
    case 'alias':
    case 'unalias':
      return `@${more.alias}`
    case 'approve':
    case 'reject':
      return `for ${to}`
    case 'baseline':
    case 'card':
      return String(to ?? '').slice(0, 12)
    case 'describe':
    case 'tag':
      return ''
    case 'gate':
      return [verdictIn(evidence), to === null ? '' : `for ${to}`].filter(Boolean).join(' ')
    case 'delete':
      return version === null ? 'the model' : `from ${from}`
    default:
      return moved(from, to) ?? (typeof more.verdict === 'string' ? more.verdict : '')
  }
}

function verdictIn(evidence: unknown): string {
  return typeof evidence === 'object' && evidence !== null && 'verdict' in evidence
    ? String(evidence.verdict)
    : ''
}

function moved(from: unknown, to: unknown): string | undefined {
  if (typeof to !== 'string') return undefined
  return typeof from === 'string' ? `${from} -> ${to}` : to
}

/** What a sentence has to say beside the change: first the reason that was given. */
function whyText(event: ModelEvent): string {
  const { reason, refused, more } = event
  const refusal = refused === null ? null : `refused: ${refused}`
  const overruled = Array.isArray(more.overruled) ? `forced, overruling: ${more.overruled.join('; ')}` : null
  return [besideText(event), reason, refusal, overruled]
    .filter(text => text !== null && text !== '')
    .join(' | ')
}

/** What else an event is about: the version that took the place, a description, tags. */
function besideText({ action, name, version, from, more }: ModelEvent): string {
  switch (action) {
    case 'alias':
    case 'unalias':
      return from === null || from === version ? '' : `before: ${name}/${from}`
    case 'archive':
      return `for ${name}/${more.by}`
    case 'rollback':
      return typeof more.replaced === 'number' ? `for ${name}/${more.replaced}` : ''
    case 'describe':
      return String(more.description)
    case 'tag':
      return Object.entries(more.tags ?? {})
        .map(([key, value]) => `${key}${value === null ? ' removed' : `=${value}`}`)
        .join(' ')
    default:
      return ''
  }
}
