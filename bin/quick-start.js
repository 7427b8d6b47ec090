// The program as one script with V8's compiled form of it beside it, which dist/quick-start-*.bin holds for the version
// of V8 that built it (scripts/make-quick-start.mjs). It is taken only with the very dist/main.js that it was built with;
// else there is dist/main.js, which does the same and starts later. V8 itself sees whether the compiled form fits, and
// compiles the script anew where flags of Node.js change that.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { Script } = require('node:vm')

const dist = join(__dirname, '..', 'dist')

/** Where the program compiled by this Node.js lies. */
const quickStartFile = join(
  dist,
  `quick-start-${process.versions.v8}-${process.platform}-${process.arch}.bin`,
)

/** The program for a command line; undefined where it cannot be had this way, for whatever reason. */
function quickStart(argv) {
  try {
    const parts = unpack(readFileSync(quickStartFile))
    const [main, database, source, cachedData] = parts
    if (parts.length !== 4 || !main.equals(readFileSync(join(dist, 'main.js')))) return undefined
    const opening = takesWindows(argv) ? openAhead(database) : undefined
    const script = new Script(source.latin1Slice(), { filename: join(dist, 'quick-start.js'), cachedData })
    return run(script).load(opening)
  } catch {
    return undefined
  }
}

const others = /^(-h|--help|--list-tests|--memory.*)$/

/** Not for certain: a command line that is wrong has opened the database for nothing. */
function takesWindows([command, ...words]) {
  return command === 'drift' && words.length > 1 && !words.some(word => others.test(word))
}

/** DuckDB opens in a thread of its own, while the program is put together. */
function openAhead(database) {
  const script = new Script(database.latin1Slice(), { filename: join(dist, 'database.js') })
  const opening = run(script).openDatabase({})
  // Awaited by who takes it over; until then a failure is not unhandled.
  opening.catch(() => undefined)
  return opening
}

/** Runs the script, a function of what it knows of its place, for its exports. */
function run(script) {
  const module = { exports: {} }
  script.runInThisContext()(module, module.exports, require, pathToFileURL(join(dist, 'main.js')).href)
  return module.exports
}

/** Parts, each after its length: 4 bytes, the lowest first. */
function unpack(bytes) {
  const parts = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at)
    if (at + 4 + length > bytes.length) return []
    parts.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return parts
}

/** The opposite of `unpack`. */
function pack(parts) {
  return Buffer.concat(
    parts.flatMap(part => {
      const length = Buffer.alloc(4)
      length.writeUInt32LE(part.length)
      return [length, part]
    }),
  )
}

module.exports = { pack, quickStart, quickStartFile, run, unpack }
