import { StringDecoder } from 'node:string_decoder'
import type { MetricPoint } from '../../store/metrics.ts'
import { metricValue } from '../tracking/metric-value.ts'

// What is longer is no line for people, and a pattern may take time that grows with its square.
const longestLine = 4_096

/**
 * Finds metrics in what a command prints. A pattern has groups named `key` and `value`, or groups named as the metric
 * they hold, and maybe one named `step`; without it a metric's step counts how often it was seen. A progress bar's
 * carriage return ends a line too.
 */
export class Scalars {
  readonly #patterns: readonly RegExp[]
  readonly #now: () => number
  readonly #steps = new Map<string, number>()
  #decoder = new StringDecoder('utf8')
  #rest = ''
  /** How many matches had a value that is no number, and the first of them. */
  unreadable: { count: number; first: string } = { count: 0, first: '' }

  constructor(patterns: readonly RegExp[], now: () => number) {
    this.#patterns = patterns
    this.#now = now
  }

  /** The points in the lines that these bytes complete. */
  push(bytes: Buffer): MetricPoint[] {
    if (this.#patterns.length === 0) return []
    const lines = (this.#rest + this.#decoder.write(bytes)).split(/[\r\n]+/)
    this.#rest = (lines.pop() ?? '').slice(0, longestLine)
    return lines.flatMap(line => this.#pointsIn(line))
  }

  /** The points in a last line that nothing ended. */
  end(): MetricPoint[] {
    const line = this.#rest + this.#decoder.end()
    this.#rest = ''
    return this.#pointsIn(line)
  }

  #pointsIn(line: string): MetricPoint[] {
    const text = line.slice(0, longestLine)
    return this.#patterns.flatMap(pattern =>
      [...text.matchAll(pattern)].flatMap(({ groups = {} }) => this.#pointsOf(groups)),
    )
  }

  #pointsOf(groups: Record<string, string | undefined>): MetricPoint[] {
    const { key, value, step, ...named } = groups
    const found = Object.entries({ ...named, ...(key === undefined ? {} : { [key]: value }) })
    return found.flatMap(([name, text]) => {
      if (text === undefined) return []
      const number = metricValue(text)
      if (number === undefined) this.#miss(`${name}: "${text}"`)
      return number === undefined
        ? []
        : [{ key: name, value: number, step: this.#stepOf(name, step), timeMs: this.#now() }]
    })
  }

  #stepOf(key: string, said: string | undefined): number {
    const number = Number(said)
    if (said !== undefined && said !== '' && Number.isSafeInteger(number)) return number
    const next = this.#steps.get(key) ?? 0
    this.#steps.set(key, next + 1)
    return next
  }

  #miss(what: string): void {
    if (this.unreadable.count++ === 0) this.unreadable.first = what
  }
}
