// Bundles src into a handful of files: reading hundreds of small modules costs more than the work of most commands
// (figures in ARCHITECTURE.md). Native packages stay outside; everything else is in the bundle.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { quickStartFile } from './bin/quick-start.js'

const kernels = 'dist/kernels.wasm'

// DuckDB's own loader asks detect-libc, at 15 ms or more, which C library there is; npm has installed the package that
// fits, so that the name says it. Where it does not, as with musl, the own loader has its way.
const duckdbLoader = {
  name: 'duckdb-loader',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@duckdb\/node-bindings$/ }, ({ path, namespace }) =>
      namespace === 'duckdb-loader' ? { path, external: true } : { path, namespace: 'duckdb-loader' },
    )
    onLoad({ filter: /./, namespace: 'duckdb-loader' }, () => ({
      contents: `try {
  module.exports = require('@duckdb/node-bindings-' + process.platform + '-' + process.arch + '/duckdb.node')
} catch {
  module.exports = require('@duckdb/node-bindings')
}`,
    }))
  },
}

// Parts of Node.js that take 1 to 2 ms each to load, and that many a run never calls.
const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    const namespace = 'late-builtin'
    onResolve(
      { filter: /^node:(child_process|crypto|fs\/promises|readline|worker_threads|zlib)$/ },
      ({ path, namespace: from }) => (from === namespace ? { path, external: true } : { path, namespace }),
    )
    onLoad({ filter: /./, namespace }, async ({ path }) => ({
      contents: Object.keys((await import(path)).default)
        .map(
          name =>
            `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('${path}').${name} })`,
        )
        .join('\n'),
    }))
  },
}

const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  // parquetjs-lite assigns to names it never declares, which a bundle's strict code refuses.
  external: ['@duckdb/node-bindings-*', 'better-sqlite3', 'parquetjs-lite'],
  plugins: [duckdbLoader],
  logLevel: 'warning',
  write: false,
}

const { outputFiles } = await build({
  ...common,
  entryPoints: {
    main: 'src/main.ts',
    'process-io': 'src/process-io.ts',
    'measure-worker': 'src/drift/measure-worker.ts',
  },
  splitting: true,
  format: 'esm',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'linked',
})

// What has not changed is left alone, so that a program already running from dist finds its files.
mkdirSync('dist', { recursive: true })
for (const { path, contents } of outputFiles) {
  if (!existsSync(path) || !readFileSync(path).equals(contents)) writeFileSync(path, contents)
}
const current = new Set([
  basename(kernels),
  basename(quickStartFile),
  ...outputFiles.map(({ path }) => basename(path)),
])
for (const name of readdirSync('dist')) if (!current.has(name)) rmSync(`dist/${name}`, { recursive: true })

const sources = readdirSync('kernels').filter(name => name.endsWith('.ts'))
const changed = ['build.mjs', 'package.json', ...sources.map(name => `kernels/${name}`)].map(
  path => statSync(path).mtimeMs,
)
// Two seconds that most builds can do without.
if (!existsSync(kernels) || statSync(kernels).mtimeMs < Math.max(...changed)) await compileKernels()
await makeQuickStart()

// The same program once more, which starts sooner with the Node.js that builds it. Without it there is the other one.
async function makeQuickStart() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: { database: 'src/data/database.ts', 'quick-start': 'src/quick-start.ts' },
    format: 'cjs',
    define: { 'import.meta.url': '__url' },
    plugins: [duckdbLoader, lateBuiltins],
    // A script cannot import.
    supported: { 'dynamic-import': false },
    legalComments: 'eof',
  })
  const { status, stderr } = spawnSync(process.execPath, ['scripts/make-quick-start.mjs'], {
    input: JSON.stringify(
      Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path, '.js'), text])),
    ),
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status !== 0) process.stderr.write(`build.mjs: there is no ${basename(quickStartFile)}: ${stderr}\n`)
}

async function compileKernels() {
  const { default: asc } = await import('assemblyscript/asc')
  const flags = ['--runtime', 'stub', '--noAssert', '-O3', '--converge', '--enable', 'simd']
  const { error, stderr } = await asc.main([
    ...sources.map(name => `kernels/${name}`),
    '--outFile',
    kernels,
    ...flags,
  ])
  if (error) throw new Error(`${kernels}: ${stderr}`)
}
