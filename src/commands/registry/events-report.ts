import type { ModelEvent } from '../../registry/model-events.ts'
import { counted } from '../../report/numbers.ts'
import type { Cell, Report } from '../../report/report.ts'
import { isoTime } from '../tracking/run-document.ts'
import { timeText } from '../tracking/run-texts.ts'

/** The history of a model as a log: the newest event last. */
export function eventsReport(events: readonly ModelEvent[]): Report {
  const total = events.length
  return {
    data: { schema: 'mlreg.history/1', shown: total, total, events: events.map(eventJson) },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'time', align: 'left', narrow: 'keep' },
          { title: 'version', align: 'right', narrow: 'keep' },
          { title: 'what', align: 'left', narrow: 'keep' },
          { title: '', align: 'left', narrow: 'shrink' },
          { title: 'by', align: 'left', narrow: 'shrink' },
          { title: 'why', align: 'left', narrow: 'wrap' },
        ],
        rows: events.map(event => [
          { text: timeText(event.timeMs) },
          { text: event.version === null ? '–' : String(event.version) },
          actionCell(event),
          { text: changeText(event) },
          { text: event.actor },
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
  if (refused !== null) return { text: `${action} refused`, tone: 'bad' }
  return forced ? { text: `${action} forced`, tone: 'warn' } : { text: action }
}

/** What became of what: `Staging -> Production`. */
function changeText({ action, name, version, from, to, evidence, more }: ModelEvent): string {
  switch (action) {
    case 'alias':
    case 'unalias':
      return `@${more.alias}${from === null || from === version ? '' : `, before ${name}/${from}`}`
    case 'approve':
    case 'reject':
      return `for ${to}`
    case 'archive':
      return `${from} -> ${to}, for ${name}/${more.by}`
    case 'rollback':
      return `${from} -> ${to}${typeof more.replaced === 'number' ? `, for ${name}/${more.replaced}` : ''}`
    case 'baseline':
    case 'card':
      return String(to ?? '').slice(0, 12)
    case 'describe':
      return String(more.description)
    case 'tag':
      return Object.entries(more.tags ?? {})
        .map(([key, value]) => `${key}${value === null ? ' removed' : `=${value}`}`)
        .join(' ')
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

function whyText({ reason, refused, more }: ModelEvent): string {
  const overruled = Array.isArray(more.overruled) ? `overruled: ${more.overruled.join('; ')}` : null
  return [reason, refused, overruled].filter(text => text !== null && text !== '').join(' | ')
}
