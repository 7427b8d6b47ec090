import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

interface PackedFile {
  readonly path: string
  readonly size: number
  readonly mode: number
}

const packageJson = JSON.parse(readFileSync('package.json', 'utf8'))

/** Packs the checkout; dist is there already, and building it again would disturb the tests that run from it. */
function pack(destination: string): { filename: string; files: PackedFile[] } {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination]
  const [packed] = JSON.parse(
    execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  return packed
}

test('the tarball holds the program and nothing else', () => {
  const { files } = pack(mkdtempSync(join(tmpdir(), 'mlreg-pack-')))
  const places = new Set(files.map(({ path }) => path.split('/')[0]))
  const allowed = ['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'docs', 'package.json', 'schemas']
  expect([...places].filter(place => !allowed.includes(place ?? ''))).toEqual([])
  expect([...places]).toEqual(
    expect.arrayContaining(['LICENSE', 'bin', 'dist', 'docs', 'package.json', 'schemas']),
  )
  expect(files.filter(({ path }) => path.endsWith('.map') || path.includes('.test.'))).toEqual([])
  expect(files.find(({ path }) => path === 'bin/mlreg.js')?.mode).toBe(0o755)
})

// npm would compile the native module for a minute, so the dependencies are those of the checkout: what is tested is
// that the tarball is whole and that the command npm links is the program. CI installs it for real.
test('the tarball, installed globally, works from any directory', { timeout: 60_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-install-'))
  const { filename } = pack(directory)
  const installed = join(directory, 'lib/node_modules/mlreg')
  execFileSync('npm', ['pkg', 'delete', 'dependencies', 'devDependencies', 'scripts'], {
    cwd: unpacked(directory, filename),
  })
  execFileSync(
    'npm',
    ['install', '--global', '--offline', '--install-links', '--prefix', directory, './package'],
    {
      cwd: directory,
      stdio: 'ignore',
    },
  )
  symlinkSync(resolve('node_modules'), join(installed, 'node_modules'))
  const mlreg = (...words: string[]) =>
    spawnSync(join(directory, 'bin/mlreg'), words, { cwd: directory, encoding: 'utf8' })

  expect(mlreg('--version')).toMatchObject({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' })
  expect(mlreg('--help')).toMatchObject({ status: 0, stderr: '' })
  expect(mlreg('schema', 'error').status).toBe(0)
  expect(mlreg('doctor')).toMatchObject({ status: 0, stderr: '' })
  cpSync('fixtures/windows/bike-rental', join(directory, 'windows'), { recursive: true })
  expect(mlreg('drift', 'windows/reference.parquet', 'windows/current.parquet').status).toBe(1)
  expect(mlreg('drift', 'windows/reference.parquet', 'windows/reference.parquet', '-q')).toMatchObject({
    status: 0,
    stdout: '',
    stderr: '',
  })
  rmSync(directory, { recursive: true })
})

function unpacked(directory: string, filename: string): string {
  execFileSync('tar', ['-xzf', filename], { cwd: directory })
  return join(directory, 'package')
}

test('dependencies are pinned, and the lock file names no place to fetch them from', () => {
  const versions = Object.values({ ...packageJson.dependencies, ...packageJson.devDependencies })
  expect(versions.filter(version => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([])
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"/)
})

test('the version is that of the lock file', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  expect(lock.version).toBe(packageJson.version)
  expect(lock.packages[''].dependencies).toEqual(packageJson.dependencies)
})
