// Writes dist/quick-start-*.bin (see bin/quick-start.js) of the scripts on standard input: dist/main.js to know them by, the
// one that opens DuckDB, the program, and what V8 made of that while it compared windows.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'

const { pack, quickStartFile, run, unpack } = createRequire(import.meta.url)('../bin/quick-start.js')

const main = readFileSync('dist/main.js')
const bundles = JSON.parse(readFileSync(0, 'utf8'))
const [database, source] = [bundles.database, bundles['quick-start']].map(text =>
  Buffer.from(`(function (module, exports, require, __url) {${ascii(text)}\n})`),
)
if (!isMade()) await make()

/** Of one byte a character, V8 reads it twice as fast. Nothing but text and patterns ever holds others. */
function ascii(text) {
  return text.replaceAll(/[^\0-\x7f]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function isMade() {
  if (!existsSync(quickStartFile)) return false
  const parts = unpack(readFileSync(quickStartFile))
  return [main, database, source].every((part, i) => part.equals(parts[i] ?? Buffer.of()))
}

async function make() {
  const script = new Script(source.latin1Slice(), { filename: join(process.cwd(), 'dist', 'quick-start.js') })
  await compareWindows(run(script))
  const own = `${quickStartFile}.${process.pid}`
  writeFileSync(own, pack([main, database, source, script.createCachedData()]))
  renameSync(own, quickStartFile)
}

async function compareWindows({ load }) {
  const root = 'fixtures/windows'
  const names = existsSync(root) ? readdirSync(root).sort() : []
  for (const name of names) {
    const windows = ['reference', 'current'].map(side => `${root}/${name}/${side}.parquet`)
    if (!windows.every(path => existsSync(path))) continue
    const words = ['drift', ...windows]
    const { main: answer, processIo } = await load()
    await answer(words, processIo(process))
  }
}
