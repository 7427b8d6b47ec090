// A logistic regression: small enough to read, good enough to be promoted.
import { readFileSync } from 'node:fs'

export const features = ['tenure', 'charge', 'calls', 'monthly', 'long']

/** The rows of a CSV file without quotes, as objects; an empty field is null. */
export function readRows(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const names = header.split(',')
  return lines.map(line => Object.fromEntries(line.split(',').map((text, i) => [names[i], text || null])))
}

/** The chance that a customer leaves; what is not known counts as average. */
export function predict({ names, means, deviations, weights, intercept }, row) {
  const sum = names.reduce((total, name, i) => {
    const value = featureOf(row, name)
    return total + (value === null ? 0 : (weights[i] * (value - means[i])) / deviations[i])
  }, intercept)
  return 1 / (1 + Math.exp(-sum))
}

export function featureOf(row, name) {
  if (name === 'monthly' || name === 'long') return row.contract === name ? 1 : 0
  return row[name] === null ? null : Number(row[name])
}
