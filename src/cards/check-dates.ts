import { type Card, ownFields } from './card.ts'
import type { CardFacts } from './card-facts.ts'
import { type CardFinding, error, warning } from './finding.ts'
import { dayOf } from './front-matter.ts'
import { isPlaceholder } from './placeholder.ts'
import { type AskedStage, isDemanded } from './stage-demand.ts'

const dayMs = 86_400_000
/** A card is written before a promotion; so long before, it may be of another time. */
const longBeforeDays = 90

interface AskedDates extends AskedStage {
  readonly nowMs: number
}

/** A review that is due, and a card that is older than what it is of. */
export function checkDates(card: Card, facts: CardFacts | undefined, asked: AskedDates): CardFinding[] {
  const own = ownFields(card)
  const updated = dayIn(own.updated)
  return [
    ...checkReview(own.review_by, asked),
    ...(own.updated !== undefined && updated === undefined ? [notADay('mlreg.updated', own.updated)] : []),
    ...(updated === undefined || facts === undefined ? [] : checkAge(updated, facts)),
    ...(updated !== undefined && updated > asked.nowMs
      ? [warning('bad-value', 'mlreg.updated', `is in the future: ${dayOf(updated)}`)]
      : []),
  ]
}

function checkReview(value: unknown, asked: AskedDates): CardFinding[] {
  if (value === undefined || value === null || isPlaceholder(String(value))) return []
  const due = dayIn(value)
  if (due === undefined) return [notADay('mlreg.review_by', value)]
  if (asked.nowMs < due + dayMs) return []
  const days = Math.floor((asked.nowMs - due) / dayMs)
  const message = `the card was to be looked at again by ${dayOf(due)}, ${days} days ago`
  const finding = isDemanded('tried', asked) ? error : warning
  return [finding('stale', 'mlreg.review_by', message)]
}

/** The day it was changed ends when that day does. */
function checkAge(updated: number, { version }: CardFacts): CardFinding[] {
  if (updated + dayMs <= version.createdMs) {
    const made = dayOf(version.createdMs)
    return [error('stale', 'mlreg.updated', `the card is of ${dayOf(updated)}, the version of ${made}`)]
  }
  if (updated + (longBeforeDays + 1) * dayMs > version.stagedMs) return []
  const message = `the card is of ${dayOf(updated)}, and the version came into ${version.stage} on ${dayOf(version.stagedMs)}`
  return [warning('stale', 'mlreg.updated', message)]
}

/** Milliseconds at the start of a day such as 2026-05-01, with or without a time. */
function dayIn(value: unknown): number | undefined {
  const [day] = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(String(value)) ?? []
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(time) || dayOf(time) !== day ? undefined : time
}

function notADay(place: string, value: unknown): CardFinding {
  return error('bad-value', place, `has to be a day such as 2026-05-01, and is "${String(value)}"`)
}
