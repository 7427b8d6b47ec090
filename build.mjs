// Bundles src into a handful of files: reading hundreds of small modules costs more than the work of most commands
// (figures in ARCHITECTURE.md). Native packages stay outside; everything else is in the bundle.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'

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

const { outputFiles } = await build({
  entryPoints: {
    main: 'src/main.ts',
    'process-io': 'src/process-io.ts',
    'measure-worker': 'src/drift/measure-worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // parquetjs-lite assigns to names it never declares, which a bundle's strict code refuses.
  external: ['@duckdb/node-bindings-*', 'better-sqlite3', 'parquetjs-lite'],
  plugins: [duckdbLoader],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'linked',
  logLevel: 'warning',
  write: false,
})

// What has not changed is left alone, so that a program already running from dist finds its files.
mkdirSync('dist', { recursive: true })
for (const { path, contents } of outputFiles) {
  if (!existsSync(path) || !readFileSync(path).equals(contents)) writeFileSync(path, contents)
}
const current = new Set([basename(kernels), ...outputFiles.map(({ path }) => basename(path))])
for (const name of readdirSync('dist')) if (!current.has(name)) rmSync(`dist/${name}`, { recursive: true })

const sources = readdirSync('kernels').filter(name => name.endsWith('.ts'))
const changed = ['build.mjs', 'package.json', ...sources.map(name => `kernels/${name}`)].map(
  path => statSync(path).mtimeMs,
)
// Two seconds that most builds can do without.
if (!existsSync(kernels) || statSync(kernels).mtimeMs < Math.max(...changed)) await compileKernels()

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
