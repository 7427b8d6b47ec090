// What the service does: adds the model's score and its decision to every row.
//
//   node score.mjs MODEL_DIRECTORY INPUT OUTPUT
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { predict, readRows } from './model.mjs'

const [directory, input, output] = process.argv.slice(2)
const model = JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8'))
const rows = readRows(input).map(row => {
  const score = predict(model, row)
  return { ...row, score: score.toFixed(6), predicted: score >= 0.5 ? 1 : 0 }
})
const lines = rows.map(row =>
  Object.values(row)
    .map(value => value ?? '')
    .join(','),
)
writeFileSync(output, `${[Object.keys(rows[0]).join(','), ...lines].join('\n')}\n`)
