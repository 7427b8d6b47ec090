import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { captureEnvironment } from '../../capture/environment.ts'
import { captureGit } from '../../capture/git-state.ts'
import type { Place } from '../../capture/place.ts'
import type { SpoolRecord } from '../../spool/spool-record.ts'
import { lookAtData, type NamedData } from './look-at-data.ts'

export interface Captured extends Pick<SpoolRecord, 'git' | 'environment' | 'data'> {
  /** What could not be seen, in a sentence each. */
  readonly troubles: readonly string[]
}

export interface CaptureRequest {
  readonly command: readonly string[]
  readonly variables: readonly string[]
  readonly data: readonly NamedData[]
  /** Where files go that belong to the record; undefined when there is no such place. */
  readonly files: Promise<string | undefined>
}

/**
 * Looks at the code, the environment and the data of a run. Git is asked at once, before the command can change
 * anything; the rest follows while the command runs. Never throws.
 */
export async function captureRun(place: Place, request: CaptureRequest): Promise<Captured> {
  const troubles: string[] = []
  const seen = async <T>(what: string, look: Promise<T>): Promise<T | undefined> =>
    await look.catch(error => {
      troubles.push(`${what} not recorded: ${(error as Error).message}`)
      return undefined
    })
  const git = await seen(
    'the state of the code is',
    captureGit(place, codeFile(request.files, 'changes.patch')),
  )
  if (git !== undefined && git.untracked.length > 0) {
    const list = await codeFile(request.files, 'untracked.txt')
    if (list !== undefined) writeFileSync(list, git.untracked.map(name => `${name}\n`).join(''))
  }
  const environment = await seen(
    'the environment is',
    captureEnvironment(request.command, place, git?.top, request.variables),
  )
  const data = await lookAtData(request.data, place.cwd)
  return {
    git: git?.state ?? null,
    environment: environment ?? null,
    data: data.inputs,
    troubles: [...troubles, ...data.troubles],
  }
}

async function codeFile(files: Promise<string | undefined>, name: string): Promise<string | undefined> {
  const directory = await files
  if (directory === undefined) return undefined
  mkdirSync(join(directory, 'code'), { recursive: true })
  return join(directory, 'code', name)
}

/** What was captured, and the data that the command made. */
export async function withData(
  capture: Promise<Captured>,
  made: readonly NamedData[],
  cwd: string,
): Promise<Captured> {
  const captured = await capture
  const { inputs, troubles } = await lookAtData(made, cwd)
  return {
    ...captured,
    data: [...captured.data, ...inputs],
    troubles: [...captured.troubles, ...troubles],
  }
}

const noticeableMs = 2_000
const pauseMs = 100

/** Waits for what is still being looked at when the command has ended, unless it is given up. */
export async function settled(
  capture: Promise<Captured>,
  isGivenUp: () => boolean,
  onSlow: () => void,
): Promise<Captured> {
  const nothing = { git: null, environment: null, data: [] }
  const given = async (): Promise<Captured> => {
    for (let waited = 0; !isGivenUp() && !isSettled; waited += pauseMs) {
      if (waited === noticeableMs) onSlow()
      await delay(pauseMs, undefined, { ref: false })
    }
    return { ...nothing, troubles: ['code, environment and data are not recorded'] }
  }
  let isSettled = false
  const captured = await Promise.race([capture, given()])
  isSettled = true
  return captured
}
