import { findInterpreter } from './interpreter.ts'
import { lockFiles } from './lock-files.ts'
import { captureMachine } from './machine.ts'
import { masked } from './mask-secrets.ts'
import { nodePackages } from './node-packages.ts'
import type { Place } from './place.ts'
import { pythonPackages } from './python-packages.ts'
import { sourceDigest } from './source-digest.ts'
import { captureVariables } from './variables.ts'

/** Everything around a command that may bear on its result, as JSON. Whatever cannot be seen is left out. */
export async function captureEnvironment(
  command: readonly string[],
  place: Place,
  top: string | undefined,
  variables: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const { cwd, env } = place
  const folders = top === undefined || top === '' ? [cwd] : [cwd, top]
  const [machine, interpreter, locks, source, npm] = await Promise.all([
    captureMachine(),
    findInterpreter(command[0] ?? '', place),
    lockFiles(cwd, folders),
    sourceDigest(cwd, command),
    nodePackages(folders),
  ])
  const isPython = interpreter?.name === 'python' || interpreter?.name === 'pypy'
  const python = isPython ? interpreter : await pathPython(place)
  const packages = await pythonPackages(python, isPython, place, top)
  return {
    ...machine,
    cwd,
    interpreter: interpreter && {
      name: interpreter.name,
      version: interpreter.version,
      path: masked(interpreter.path, env),
    },
    ...(!isPython && python !== undefined ? { python: { version: python.version, path: python.path } } : {}),
    packages: { ...packages, ...(npm === undefined ? {} : { npm }) },
    lockFiles: locks,
    source,
    variables: captureVariables(env, variables),
  }
}

/** A script, make or uv runs the one that is first in PATH. */
async function pathPython(place: Place) {
  return (await findInterpreter('python3', place)) ?? (await findInterpreter('python', place))
}
