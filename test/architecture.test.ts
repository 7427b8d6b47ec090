import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Which layer may import which, besides itself. A layer is a folder of src, or a file of it without its ending. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'quick-start': ['main', 'process-io', 'data'],
  main: ['commands', 'config', 'print-outcome', 'print-error', 'terminal', 'nearest', 'errors', 'exit', 'io'],
  'process-io': ['errors', 'io'],
  'print-outcome': ['ci', 'commands', 'report', 'terminal', 'write-whole', 'errors', 'exit', 'io'],
  'print-error': ['ci', 'report', 'terminal', 'errors', 'exit', 'io'],
  commands: [
    'ab',
    'config',
    'data',
    'profile',
    'drift',
    'degradation',
    'quality',
    'multivariate',
    'capture',
    'spool',
    'exchange',
    'gate',
    'cards',
    'registry',
    'hooks',
    'artifacts',
    'search',
    'store',
    'report',
    'terminal',
    'stats',
    'nearest',
    'package',
    'errors',
    'exit',
    'io',
  ],
  ab: ['stats', 'errors'],
  quality: ['degradation', 'drift', 'profile', 'data', 'stats', 'report', 'errors'],
  multivariate: ['drift', 'profile', 'data', 'stats'],
  degradation: ['drift', 'profile', 'data', 'stats', 'report', 'errors'],
  drift: ['profile', 'data', 'stats', 'report', 'errors'],
  profile: ['data', 'stats', 'errors'],
  config: ['nearest', 'errors', 'io'],
  report: ['terminal', 'errors'],
  ci: ['errors', 'io'],
  capture: ['errors'],
  spool: ['artifacts', 'store', 'errors'],
  exchange: ['registry', 'artifacts', 'store', 'report', 'errors'],
  gate: ['cards', 'registry', 'search', 'store', 'config', 'nearest', 'errors'],
  cards: ['quality', 'registry', 'artifacts', 'store', 'config', 'nearest', 'report', 'terminal', 'errors'],
  hooks: ['config', 'io', 'errors'],
  registry: ['artifacts', 'store', 'config', 'nearest', 'errors'],
  artifacts: ['store', 'errors'],
  search: ['store', 'nearest', 'errors'],
  store: ['errors'],
  data: ['nearest', 'errors'],
  stats: ['package', 'errors'],
  terminal: ['io', 'errors'],
  'write-whole': ['errors', 'io'],
  nearest: [],
  package: [],
  io: [],
  exit: [],
  errors: [],
}

/** Which layers may import which package. */
const owners: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['data', 'profile'],
  '@duckdb/node-bindings': ['data'],
  'apache-arrow': ['data', 'profile'],
  'better-sqlite3': ['store'],
  chalk: ['report'],
  commander: ['main', 'commands', 'config', 'print-error'],
  'fastest-levenshtein': ['nearest'],
  flatbuffers: ['data'],
  fzstd: ['data'],
  'markdown-it': ['cards'],
  'parquetjs-lite': ['exchange'],
  'simple-statistics': ['stats', 'profile', 'drift', 'degradation', 'quality'],
  'smol-toml': ['config'],
  'string-width': ['report'],
  yaml: ['cards', 'exchange', 'registry'],
}

const longestFile = 300
const mayBeLonger: readonly string[] = []
const bannedNames = /^(utils?|helpers?|services?|common|misc|shared|lib|core|managers?|index)(\.ts)?$/

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => ({ path, layer: layerOf(path), text: readFileSync(join('src', path), 'utf8') }))

test('imports point downward', () => {
  const upward = files.flatMap(({ path, layer, text }) =>
    importsOf(text)
      .filter(name => name.startsWith('.') && name.endsWith('.ts'))
      .map(name => layerOf(normalize(join(dirname(path), name))))
      .filter(target => target !== layer && !layers[layer]?.includes(target))
      .map(target => `${path}: ${layer} -> ${target}`),
  )
  expect([...new Set(upward)]).toEqual([])
})

test('no files import each other in a circle', () => {
  const imports = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter(name => name.startsWith('.') && name.endsWith('.ts'))
        .map(name => normalize(join(dirname(path), name))),
    ]),
  )
  expect(
    circlesOf(imports),
    'move what both need into a file that neither has to import the other for',
  ).toEqual([])
})

test('a circle is told by its files', () => {
  const imports = {
    a: ['b', 'd'],
    b: ['c', 'd'],
    c: ['b'],
    d: ['d', 'e'],
    e: [],
    f: ['g'],
    g: ['h'],
    h: ['f', 'a'],
  }
  expect(circlesOf(new Map(Object.entries(imports)))).toEqual(['b -> c -> b', 'd -> d', 'f -> g -> h -> f'])
})

test('every layer is in the table', () => {
  expect([...new Set(files.map(file => file.layer))].filter(layer => !(layer in layers))).toEqual([])
})

test('each package has its owners', () => {
  const astray = files.flatMap(({ path, layer, text }) =>
    importsOf(text)
      .filter(name => !name.startsWith('.') && !name.startsWith('node:'))
      .filter(name => !owners[packageOf(name)]?.includes(layer))
      .map(name => `${path}: ${name}`),
  )
  expect(astray).toEqual([])
})

test('every dependency has owners, and nothing else has', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(Object.keys(dependencies).sort()).toEqual(Object.keys(owners).sort())
})

test('no file is too long to read', () => {
  const long = files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ path, lines }) => lines > longestFile && !mayBeLonger.includes(path))
  expect(long).toEqual([])
})

test('names say what is inside', () => {
  const names = files.flatMap(({ path }) => path.split('/'))
  expect(names.filter(name => bannedNames.test(name))).toEqual([])
  expect(names.filter(name => !/^[a-z][a-z0-9-]*(\.ts)?$/.test(name))).toEqual([])
})

test('there are no default exports and no barrels', () => {
  const found = files.filter(({ text }) => /^export default\b|^export (\*|\{[^}]*\}) from/m.test(text))
  expect(found.map(file => file.path)).toEqual([])
})

test('only the edge knows the process', () => {
  const used = files.filter(
    ({ path, text }) => path !== 'process-io.ts' && /\bprocess\.(env|argv|std|exit|cwd)/.test(text),
  )
  expect(used.map(file => file.path)).toEqual([])
})

test('only main and bin print', () => {
  const used = files.filter(({ text }) => /\bconsole\.|\bio\.stdout\(/.test(text))
  expect(used.map(file => file.path).sort()).toEqual(['main.ts', 'print-outcome.ts'])
})

function layerOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : basename(path, '.ts')
}

/** Of a package or a file of it. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Static, type-only and dynamic imports alike. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm)].map(
    ([, a, b, c]) => a ?? b ?? c ?? '',
  )
}

/** The circles that a walk along the imports closes: none is found only where there is none. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const circles = new Set<string>()
  const walk = (file: string, trail: readonly string[]): void => {
    const from = trail.indexOf(file)
    if (from >= 0) circles.add([...trail.slice(from), file].join(' -> '))
    if (from >= 0 || done.has(file)) return
    for (const next of imports.get(file) ?? []) walk(next, [...trail, file])
    done.add(file)
  }
  for (const file of imports.keys()) walk(file, [])
  return [...circles]
}
