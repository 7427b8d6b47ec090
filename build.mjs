// Bundles src into a handful of files: reading hundreds of small modules costs more than the work of most commands
// (figures in ARCHITECTURE.md). Native packages stay outside; everything else is in the bundle.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'

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
  external: ['@duckdb/node-bindings', 'better-sqlite3'],
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
const current = new Set(outputFiles.map(({ path }) => basename(path)))
for (const name of readdirSync('dist')) if (!current.has(name)) rmSync(`dist/${name}`, { recursive: true })
