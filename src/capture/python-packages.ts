import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Interpreter } from './interpreter.ts'
import type { Place } from './place.ts'

type Versions = Readonly<Record<string, string>>

export interface PythonPackages {
  /** The directory of the environment that the versions are of. */
  readonly prefix: string
  /** What pip, uv, poetry or pdm installed, by the name in PyPI's form. */
  readonly python: Versions
  /** What conda installed. */
  readonly conda?: Versions
}

/**
 * The versions installed in the Python that a command uses, told by the names of directories: asking pip takes a
 * second. `python` is the interpreter that runs the command, or else the first one in PATH.
 */
export async function pythonPackages(
  python: Interpreter | undefined,
  isDirect: boolean,
  place: Place,
  top: string | undefined,
): Promise<PythonPackages | undefined> {
  const own = python && prefixOf(python)
  const [first, ...rest] = [place.env.VIRTUAL_ENV, ...venvsIn(place.cwd, top), place.env.CONDA_PREFIX]
  const prefixes = isDirect ? [own, first, ...rest] : [first, ...rest, own]
  const prefix = prefixes.find(one => one !== undefined && one !== '' && existsSync(one))
  if (prefix === undefined) return undefined
  const found = await Promise.all([...(await siteDirectories(prefix, python, place))].map(installedIn))
  const conda = await condaPackages(prefix)
  return {
    prefix,
    python: sorted(found.flat()),
    ...(conda.length === 0 ? {} : { conda: sorted(conda) }),
  }
}

/** uv, poetry and pdm make it beside the project. */
function venvsIn(cwd: string, top: string | undefined): string[] {
  const folders = top === undefined ? [cwd] : [cwd, top]
  return folders.map(folder => join(folder, '.venv')).filter(existsSync)
}

function prefixOf({ path, realPath, version }: Interpreter): string {
  const here = dirname(dirname(path))
  if (existsSync(join(here, 'pyvenv.cfg'))) return here
  const managed = join(here, 'versions', version ?? '')
  return version !== null && path.includes('/shims/') && existsSync(managed)
    ? managed
    : dirname(dirname(realPath))
}

async function siteDirectories(
  prefix: string,
  python: Interpreter | undefined,
  { env }: Place,
): Promise<Set<string>> {
  const isVirtual = existsSync(join(prefix, 'pyvenv.cfg'))
  const minor = /^\d+\.\d+/.exec((!isVirtual && python?.version) || '')?.[0]
  const user = env.HOME === undefined || isVirtual ? [] : [join(env.HOME, '.local')]
  const libraries = [prefix, join(prefix, 'local'), ...user].map(base => join(base, 'lib'))
  const found = new Set<string>([join(prefix, 'Lib', 'site-packages')])
  for (const library of libraries) {
    for (const name of await namesIn(library)) {
      if (!/^(python|pypy)\d/.test(name)) continue
      if (minor !== undefined && name !== `python${minor}` && name !== 'python3') continue
      found.add(join(library, name, 'site-packages')).add(join(library, name, 'dist-packages'))
    }
  }
  return found
}

async function installedIn(directory: string): Promise<[string, string][]> {
  return (await namesIn(directory)).flatMap(name => {
    const [, project, version] = /^([^-]+)-([^-]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info$/.exec(name) ?? []
    if (project === undefined || version === undefined) return []
    return [[project.toLowerCase().replaceAll(/[-_.]+/g, '-'), version] as [string, string]]
  })
}

async function condaPackages(prefix: string): Promise<[string, string][]> {
  return (await namesIn(join(prefix, 'conda-meta'))).flatMap(name => {
    const [, project, version] = /^(.+)-([^-]+)-[^-]+\.json$/.exec(name) ?? []
    return project === undefined || version === undefined ? [] : [[project, version] as [string, string]]
  })
}

async function namesIn(directory: string): Promise<string[]> {
  return await readdir(directory).catch(() => [])
}

function sorted(versions: readonly (readonly [string, string])[]): Versions {
  return Object.fromEntries([...versions].sort(([a], [b]) => (a < b ? -1 : 1)))
}
