// Customers of a telephone company, from a seed: the same files on every machine.
//
//   training.csv, holdout.csv   what the first models are made of and judged on
//   week-18.csv                 a week like the others
//   week-19.csv                 prices went up, and the help desk's counter broke
import { writeFileSync } from 'node:fs'

const columns = ['region', 'contract', 'tenure', 'charge', 'calls', 'churned']

write('training.csv', customers({ seed: 1, rows: 6_000 }))
write('holdout.csv', customers({ seed: 2, rows: 3_000 }))
write('week-18.csv', customers({ seed: 18, rows: 2_000 }))
write('week-19.csv', customers({ seed: 19, rows: 2_000, priceRise: 14, brokenCalls: 0.3 }))

function customers({ seed, rows, priceRise = 0, brokenCalls = 0 }) {
  const random = mulberry32(seed)
  return Array.from({ length: rows }, () => {
    const region = pick(random, { north: 0.4, south: 0.35, west: 0.25 })
    const contract = pick(random, { monthly: 0.55, yearly: 0.25, long: 0.2 })
    const tenure = Math.ceil(72 * random() ** 1.5)
    const charge = 65 + 18 * normal(random) + priceRise
    const calls = poisson(random, 1.2)
    const pull = { monthly: 0.9, yearly: -0.5, long: -1.4 }[contract]
    const chance = logistic(-0.6 + pull - 0.035 * tenure + 0.03 * (charge - 65) + 0.5 * calls)
    const churned = random() < chance ? 1 : 0
    const counted = random() < brokenCalls ? '' : calls
    return [region, contract, tenure, charge.toFixed(2), counted, churned]
  })
}

function write(file, rows) {
  writeFileSync(file, [columns, ...rows].map(row => `${row.join(',')}\n`).join(''))
}

function pick(random, shares) {
  let left = random()
  for (const [name, share] of Object.entries(shares)) {
    left -= share
    if (left < 0) return name
  }
  return Object.keys(shares)[0]
}

function poisson(random, mean) {
  let count = 0
  for (let product = random(); product > Math.exp(-mean); product *= random()) count++
  return count
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function logistic(x) {
  return 1 / (1 + Math.exp(-x))
}

function mulberry32(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
