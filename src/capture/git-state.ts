import { existsSync } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { withoutCredentials } from './mask-secrets.ts'
import { type GitStatus, parseGitStatus } from './parse-git-status.ts'
import type { Place } from './place.ts'
import { type HelperLimits, runHelper } from './run-helper.ts'

/** The state of the code: what the commit, with the patch applied, and the untracked files were. */
export interface GitState {
  readonly commit: string | null
  /** Null when no branch is checked out, and no CI system says which one is built. */
  readonly branch: string | null
  /** Whether files that git knows differ from the commit. */
  readonly dirty: boolean | null
  readonly [more: string]: unknown
}

export interface GitCapture {
  /** Null where there is no repository. */
  readonly state: GitState | null
  /** The top of the repository. */
  readonly top?: string
  /** Names relative to it. */
  readonly untracked: readonly string[]
  /** Whether the patch file was written. */
  readonly hasPatch: boolean
}

const statusMs = 60_000
const patchMs = 600_000
const statusBytes = 64 * 2 ** 20
const shownUntracked = 20

// Neither a daemon nor a hook nor a program named in the repository's settings is to run because somebody looks.
const quietly = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null']
// Whatever the user's settings say, `git apply` has to understand the patch.
const plainPatch = [
  ...['diff', '--binary', '--full-index', '--no-color', '--no-ext-diff', '--no-textconv', '--no-relative'],
  ...['--src-prefix=a/', '--dst-prefix=b/', '--ignore-submodules=none'],
]
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/**
 * Looks at the repository around a place; the difference to its commit goes straight to a file, however large, as soon
 * as it is known which one, if any.
 */
export async function captureGit(place: Place, patchFile: Promise<string | undefined>): Promise<GitCapture> {
  const { GIT_EXTERNAL_DIFF: _, ...env } = place.env
  const here = { ...place, env: { ...env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' } }
  const git = (words: readonly string[], limits?: HelperLimits) =>
    runHelper('git', [...quietly, ...words], here, limits)
  const [status, top, remote] = await Promise.all([
    gitStatus(git),
    git(['rev-parse', '--show-toplevel']),
    git(['config', '--get', 'remote.origin.url']),
  ])
  if (typeof status === 'string') return unseen(status, place)
  const file = status.changed > 0 ? await patchFile : undefined
  const hasPatch = file !== undefined && (await writePatch(git, status, top?.stdout, file))
  return {
    state: {
      commit: status.commit,
      branch: status.branch ?? branchOfCi(place.env),
      dirty: status.changed > 0,
      detached: status.branch === null,
      remote: textOf(remote?.stdout) === '' ? null : withoutCredentials(textOf(remote?.stdout)),
      changed: status.changed,
      untracked: { total: status.untracked.length, names: status.untracked.slice(0, shownUntracked) },
    },
    top: textOf(top?.stdout),
    untracked: status.untracked.length > shownUntracked ? status.untracked : [],
    hasPatch,
  }
}

type Git = (words: readonly string[], limits?: HelperLimits) => ReturnType<typeof runHelper>

/** The status, or why there is none. Where files that git does not know are without number, directories have to do. */
async function gitStatus(git: Git): Promise<GitStatus | string> {
  const words = ['status', '--porcelain=v2', '--branch', '-z']
  const limits = { timeoutMs: statusMs, maxBytes: statusBytes }
  let result = await git([...words, '--untracked-files=all'], limits)
  if (result !== undefined && result.code === undefined) {
    result = await git([...words, '--untracked-files=normal'], limits)
  }
  if (result === undefined) return 'git is not installed'
  if (result.code === 0) return parseGitStatus(result.stdout.toString('utf8'))
  return result.code === undefined ? 'git status took too long' : (result.stderr.split('\n')[0] ?? '')
}

/** Null where no repository is, and the reason where one could not be read. */
function unseen(reason: string, { cwd }: Place): GitCapture {
  const state = hasRepository(cwd) ? { commit: null, branch: null, dirty: null, error: reason } : null
  return { state, untracked: [], hasPatch: false }
}

function hasRepository(cwd: string): boolean {
  if (existsSync(join(cwd, '.git'))) return true
  return dirname(cwd) !== cwd && hasRepository(dirname(cwd))
}

/** A build of a pull request has no branch checked out. */
function branchOfCi(env: Place['env']): string | null {
  const names = [
    'GITHUB_HEAD_REF',
    'GITHUB_REF_NAME',
    'CI_COMMIT_BRANCH',
    'BUILDKITE_BRANCH',
    'CIRCLE_BRANCH',
  ]
  return names.map(name => env[name]).find(Boolean) ?? null
}

/** Everything below the top, wherever in it the command runs. False when git could not give the whole of it. */
async function writePatch(
  git: Git,
  { commit }: GitStatus,
  top: Buffer | undefined,
  file: string,
): Promise<boolean> {
  const output = await open(file, 'wx')
  try {
    const words = ['-C', textOf(top), ...plainPatch, commit ?? emptyTree]
    const result = await git(words, { timeoutMs: patchMs, into: output.fd })
    if (result?.code === 0 && (await stat(file)).size > 0) return true
  } finally {
    await output.close()
  }
  await rm(file, { force: true })
  return false
}

function textOf(bytes: Buffer | undefined): string {
  return bytes?.toString('utf8').replace(/\n$/, '') ?? ''
}
