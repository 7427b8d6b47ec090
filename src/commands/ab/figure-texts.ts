import { formatNumber } from '../../report/numbers.ts'
import type { Metric } from './ab-result.ts'

type Kind = Pick<Metric, 'kind'>

/** A value of the metric: 8.42%, 0.9134, 12.5. */
export function valueText({ kind }: Kind, value: number): string {
  return kind === 'proportion' ? `${formatNumber(100 * value)}%` : formatNumber(value)
}

/** A difference of two values without its sign: 0.362 points, 0.012. */
export function sizeText(metric: Kind, difference: number): string {
  const figure = figureText(metric, difference)
  return figure + unitOf(metric, figure)
}

/** The ends of an interval of differences: +0.0703 to +0.654 points. */
export function rangeText(metric: Kind, low: number, high: number): string {
  const [from, to] = [low, high].map(end => signOf(end) + figureText(metric, end)) as [string, string]
  return `${from} to ${to}${unitOf(metric, '')}`
}

/** Three digits are what a difference is known to. */
function figureText({ kind }: Kind, difference: number): string {
  const size = Math.abs(kind === 'proportion' ? 100 * difference : difference)
  return formatNumber(Number(size.toPrecision(3)))
}

function unitOf({ kind }: Kind, figure: string): string {
  return kind === 'proportion' ? (figure === '1' ? ' point' : ' points') : ''
}

/** The same with its sign: +0.362 points. Nothing has none. */
export function signedText(metric: Kind, difference: number): string {
  return `${signOf(difference)}${sizeText(metric, difference)}`
}

/** A share of the value of A, with its sign: +4.3%. */
export function relativeText(share: number): string {
  return `${signOf(share)}${formatNumber(Number((100 * Math.abs(share)).toPrecision(3)))}%`
}

/** A share as it was given, such as a level or a power: 80%. */
export function shareText(share: number): string {
  return `${formatNumber(Number((100 * share).toPrecision(12)))}%`
}

function signOf(x: number): string {
  return x > 0 ? '+' : x < 0 ? '-' : ''
}
