// Makes the pair of windows that is timed: 25 columns, the same values every time, as Parquet and as CSV.
import { DuckDBInstance } from '@duckdb/node-api'

/** Writes reference and current, each as .parquet and .csv, into `directory`. */
export async function makeWindows(directory, rows) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const [name, seed, shift] of [
    ['reference', 1, 0],
    ['current', 2, 0.5],
  ]) {
    await connection.run(
      `CREATE TABLE ${name} AS SELECT ${columns(seed, shift)} FROM range(${rows}) AS rows(i)`,
    )
    await connection.run(`COPY ${name} TO '${directory}/${name}.parquet' (COMPRESSION snappy)`)
    await connection.run(`COPY ${name} TO '${directory}/${name}.csv'`)
  }
  connection.closeSync()
  instance.closeSync()
}

/** 10 normal columns, 5 amounts of money, 3 counts, 2 with nulls, and 5 with 2 to 5,000 categories. */
function columns(seed, shift) {
  let drawn = 0
  // A hash is as good as a random number and does not depend on how many threads DuckDB takes.
  const uniform = () => `((hash(i, ${seed}, ${drawn++}) % 9007199254740991 + 1) / 9007199254740992)`
  const normal = () => `(sqrt(-2 * ln(${uniform()})) * cos(2 * pi() * ${uniform()}))`
  const times = (count, make) => Array.from({ length: count }, (_, i) => make(i))
  return [
    ...times(10, i => `${(shift * i) / 10} + ${1 + (shift * i) / 20} * ${normal()} AS num_${i}`),
    ...times(5, i => `round(exp(${3 + (shift * i) / 20} + ${normal()}), 2) AS amt_${i}`),
    ...times(3, i => `greatest(0, round(${5 + shift * i} + 2.2 * ${normal()}))::BIGINT AS cnt_${i}`),
    ...times(2, i => `CASE WHEN ${uniform()} > ${0.02 + shift * 0.2 * i} THEN ${normal()} END AS null_${i}`),
    ...[2, 5, 20, 200, 5000].map(
      (k, i) =>
        `'v' || lpad((pow(${k}, pow(${uniform()}, ${1 + shift / 10})))::INT::VARCHAR, 4, '0') AS cat_${i}`,
    ),
  ].join(', ')
}
