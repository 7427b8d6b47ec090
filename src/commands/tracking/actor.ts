import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import type { Io } from '../../io.ts'

// What CI systems call whoever set off the build.
const ciActors = [
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'BUILD_USER_ID',
  'BUILD_REQUESTEDFOR',
  'CIRCLE_USERNAME',
  'BUILDKITE_BUILD_CREATOR',
  'BITBUCKET_STEP_TRIGGERER_UUID',
  'DRONE_COMMIT_AUTHOR',
]

/** Who does it: --as, else MLREG_ACTOR, else the CI system's actor, else git's user, else the login name. */
export async function actorOf({ env, cwd }: Pick<Io, 'env' | 'cwd'>, named?: string): Promise<string> {
  const said = [named, env.MLREG_ACTOR, ...ciActors.map(name => env[name])].find(text => text?.trim())
  return said ?? (await gitUser(cwd, env)) ?? loginName(env)
}

/** `name <email>` as git would write it into a commit made here. */
async function gitUser(cwd: string, env: Io['env']): Promise<string | undefined> {
  const words = ['--no-optional-locks', 'config', '--get-regexp', String.raw`^user\.(name|email)$`]
  const text = await new Promise<string>(resolve => {
    execFile('git', words, { cwd, env: { ...env }, timeout: 5_000 }, (_, stdout) => resolve(stdout))
  })
  // A later line is of a file that counts more.
  const values = new Map(
    text.split('\n').map(line => [line.split(' ')[0], line.slice(line.indexOf(' ') + 1)]),
  )
  const name = values.get('user.name')
  const email = values.get('user.email')
  if (name === undefined) return email
  return email === undefined ? name : `${name} <${email}>`
}

function loginName(env: Io['env']): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return env.USER ?? env.LOGNAME ?? env.USERNAME ?? 'unknown'
  }
}
