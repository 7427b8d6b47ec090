import { open, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { findProgram } from './find-program.ts'
import type { Place } from './place.ts'
import { runHelper } from './run-helper.ts'

/** What runs the command: the program itself, or the one that its first line names. */
export interface Interpreter {
  /** `python`, `node`, `bash` … */
  readonly name: string
  /** As it is found, before links are followed: a virtual environment is told by it. */
  readonly path: string
  readonly realPath: string
  /** Null where the program is not asked for it. */
  readonly version: string | null
}

/** These answer `--version` at once, and nothing happens. */
const askable = /^(python|pypy|node|Rscript|R|julia|ruby|perl|bash|deno|bun)$/
const deepest = 3

/** Undefined when the program is not found. */
export async function findInterpreter(
  name: string,
  place: Place,
  depth = 0,
): Promise<Interpreter | undefined> {
  const path = findProgram(name, place)
  if (path === undefined) return undefined
  const next = depth < deepest && !isShim(path) ? await shebang(path) : undefined
  const found = next === undefined ? undefined : await findInterpreter(next, place, depth + 1)
  if (found !== undefined) return found
  // python3.11 and python are one kind of program.
  const kind = basename(path)
    .replace(/\.exe$/, '')
    .replace(/^(python|pypy)[\d.]*$/, '$1')
  return { name: kind, path, realPath: await realpath(path), version: await versionOf(kind, path, place) }
}

/** pyenv, asdf and the like put scripts in the place of programs, which look the real one up. */
function isShim(path: string): boolean {
  return /[/\\]shims[/\\][^/\\]+$/.test(path)
}

/** The program that `#!/usr/bin/env -S python3 -u` or `#!/bin/sh` names. */
async function shebang(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined)
  try {
    const { buffer, bytesRead } = (await file?.read(Buffer.alloc(256), 0, 256)) ?? {
      buffer: Buffer.alloc(0),
      bytesRead: 0,
    }
    const line = /^#! *([^\n]*)/.exec(buffer.toString('latin1', 0, bytesRead))?.[1]
    const [program, ...words] = line?.trim().split(/\s+/) ?? []
    if (program === undefined || basename(program) !== 'env') return program
    return words.find(word => !word.startsWith('-') && !word.includes('='))
  } finally {
    await file?.close()
  }
}

async function versionOf(kind: string, path: string, place: Place): Promise<string | null> {
  if (!askable.test(kind)) return null
  const result = await runHelper(path, ['--version'], place)
  // Python 2 answered on standard error.
  const said = `${result?.stdout ?? ''}${result?.stderr ?? ''}`
  return /\d+\.\d+[\w.+-]*/.exec(said)?.[0] ?? null
}
