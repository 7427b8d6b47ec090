// Trains on one file, judges on another, and writes the model beside what it says of itself:
//
//   node train.mjs TRAINING HOLDOUT ROUNDS [FEATURES]
import { mkdirSync, writeFileSync } from 'node:fs'
import { featureOf, features, predict, readRows } from './model.mjs'

const [training, holdout, rounds, names = features.join(',')] = process.argv.slice(2)
const model = fit(readRows(training), names.split(','), Number(rounds))
const judged = readRows(holdout).map(row => ({ score: predict(model, row), churned: Number(row.churned) }))

mkdirSync('model', { recursive: true })
writeFileSync('model/model.json', `${JSON.stringify(model, null, 2)}\n`)
const importances = model.names.map((name, i) => [name, Math.abs(model.weights[i])])
writeFileSync('feature_importance.json', `${JSON.stringify(Object.fromEntries(importances))}\n`)
process.stdout.write(`accuracy: ${accuracy(judged).toFixed(4)}\nauc: ${auc(judged).toFixed(4)}\n`)

/** Gradient descent on standardised features, from nothing, so many rounds. */
function fit(rows, chosen, count) {
  const columns = chosen.map(name => rows.map(row => featureOf(row, name) ?? 0))
  const means = columns.map(mean)
  const deviations = columns.map((column, i) => Math.sqrt(mean(column.map(x => (x - means[i]) ** 2))) || 1)
  const model = { names: chosen, means, deviations, weights: chosen.map(() => 0), intercept: 0 }
  for (let round = 0; round < count; round++) {
    const errors = rows.map(row => predict(model, row) - Number(row.churned))
    model.intercept -= 0.5 * mean(errors)
    model.weights = model.weights.map((weight, i) => {
      const gradient = mean(
        errors.map((error, row) => (error * (columns[i][row] - means[i])) / deviations[i]),
      )
      return weight - 0.5 * gradient
    })
  }
  return model
}

function accuracy(rows) {
  return mean(rows.map(({ score, churned }) => (score >= 0.5 ? 1 : 0) === churned))
}

/** The chance that one who left has the higher score of two, by ranks; ties count half. */
function auc(rows) {
  const sorted = rows.toSorted((a, b) => a.score - b.score)
  const [left, stayed] = [
    rows.filter(row => row.churned === 1).length,
    rows.filter(row => row.churned === 0).length,
  ]
  let rankSum = 0
  for (let i = 0; i < sorted.length; ) {
    const end = sorted.findLastIndex(row => row.score === sorted[i].score) + 1
    const leaving = sorted.slice(i, end).filter(row => row.churned === 1).length
    rankSum += (leaving * (i + 1 + end)) / 2
    i = end
  }
  return (rankSum - (left * (left + 1)) / 2) / (left * stayed)
}

function mean(values) {
  return values.reduce((sum, value) => sum + Number(value), 0) / values.length
}
