// How often does each test alarm, with drift and without?   node calibration/simulate.mjs [--short] [--seed N]
//
// Prints the Markdown of docs/calibration.md; --short makes smaller tables in seconds. One seed gives the same bytes.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({
  options: { short: { type: 'boolean' }, seed: { type: 'string', default: '1' } },
})
// Beside the kernels that it loads.
const outfile = fileURLToPath(new URL('../dist/calibration.mjs', import.meta.url))
const entry = fileURLToPath(new URL('document.ts', import.meta.url))
await build({ entryPoints: [entry], bundle: true, format: 'esm', platform: 'node', outfile })
const { calibrationDocument, fullPlan, shortPlan } = await import(outfile)
rmSync(outfile)
const progress = text => process.stderr.write(`${text}\n`)
process.stdout.write(calibrationDocument(values.short ? shortPlan : fullPlan, Number(values.seed), progress))
