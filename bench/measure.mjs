// Times whole processes, as a CI step would see them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const time = '/usr/bin/time'
const canMeasureMemory = existsSync(time) && spawnSync(time, ['-f', '%M', 'true']).status === 0

/** Runs every contender in turn, `rounds` times, and gives the median seconds, of the clock and of CPU, and the largest memory of each. */
export function measure(contenders, rounds) {
  const runs = Object.fromEntries(Object.keys(contenders).map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, words] of Object.entries(contenders)) runs[name].push(runOnce(words))
  }
  return Object.fromEntries(
    Object.entries(runs).map(([name, each]) => [
      name,
      {
        seconds: median(each.map(run => run.seconds)),
        cpu: median(each.map(run => run.cpu)),
        megabytes: Math.max(...each.map(run => run.megabytes)),
      },
    ]),
  )
}

function runOnce([command, ...words]) {
  const started = performance.now()
  const { status, stderr, error } = canMeasureMemory
    ? spawnSync(time, ['-q', '-f', 'kilobytes=%M cpu=%U+%S', command, ...words], { encoding: 'utf8' })
    : spawnSync(command, words, { encoding: 'utf8' })
  const seconds = (performance.now() - started) / 1000
  // 1 is a verdict: the windows have drifted.
  if (error || (status !== 0 && status !== 1))
    throw new Error(`${command} ${words.join(' ')}: ${error ?? stderr}`)
  const [, user = Number.NaN, system = Number.NaN] = /cpu=([\d.]+)\+([\d.]+)/.exec(stderr) ?? []
  return {
    seconds,
    cpu: Number(user) + Number(system),
    megabytes: Number(/kilobytes=(\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024,
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle - 1)] + sorted[Math.floor(middle)]) / 2
}
