import { normalQuantile } from './normal.ts'
import { categories, numbers, type Source, zipf } from './source.ts'

const lognormal = (share: number) => Math.exp(1.5 * normalQuantile(share))

/** The columns without drift: a source each, from which both windows are drawn. */
export const columns: readonly Source[] = [
  numbers('normal', normalQuantile),
  numbers('normal, rounded to 0.1 SD', share => Math.round(10 * normalQuantile(share)) / 10),
  numbers('counts (geometric, mean 2)', share => Math.floor(Math.log(1 - share) / Math.log(2 / 3))),
  numbers('heavy-tailed (Cauchy)', share => Math.tan(Math.PI * (share - 0.5))),
  numbers('heavy-tailed (lognormal, 1.5)', lognormal),
  numbers('skewed (exponential)', share => -Math.log(1 - share)),
  numbers('five levels', share => Math.floor(5 * share)),
  numbers('60% zeros, else lognormal', share => (share < 0.6 ? 0 : lognormal((share - 0.6) / 0.4))),
  numbers('3% ones, else zeros', share => (share < 0.97 ? 0 : 1)),
  numbers('constant', () => 3),
  categories('one category', [1]),
  categories('2 categories, 30%', [0.3, 0.7]),
  categories('10 categories, Zipf', zipf(10)),
  categories('100 categories, Zipf', zipf(100)),
  categories('10,000 categories, Zipf', zipf(10_000)),
]

export function columnNamed(name: string): Source {
  const found = columns.find(column => column.name === name)
  if (found === undefined) throw new RangeError(`no column is called ${name}`)
  return found
}
