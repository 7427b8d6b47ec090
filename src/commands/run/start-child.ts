import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { closeSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { findProgram } from '../../capture/find-program.ts'
import type { Io } from '../../io.ts'
import { realPipes } from './real-pipes.ts'

/** A command that was started. */
export interface Child {
  readonly pid: number
  readonly stdout: Readable
  readonly stderr: Readable
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<ChildEnd>
}

export interface ChildEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Why a command could not be started, and the status that a shell has for it. */
export interface NotStarted {
  readonly status: 126 | 127
  readonly reason: string
}

/**
 * Starts a command with mlreg's own standard input and pipes for what it prints. It stays in mlreg's process group:
 * the terminal's keys, and whoever kills the group, reach it as if mlreg were not there.
 */
export async function startChild(
  command: readonly string[],
  { cwd }: Pick<Io, 'cwd'>,
  env: Readonly<Record<string, string | undefined>>,
  ignoreHangup: boolean,
): Promise<Child | NotStarted> {
  const [program = '', ...words] = ignoreHangup ? deafToHangup(command, { cwd, env }) : command
  const pipes = realPipes(2)
  const [out, err] = pipes ?? []
  let child: ChildProcess
  try {
    const stdio: StdioOptions = ['inherit', out?.write ?? 'pipe', err?.write ?? 'pipe']
    child = spawn(program, words, { cwd, env: { ...env }, stdio })
  } catch (error) {
    return notStarted(program, error as NodeJS.ErrnoException)
  } finally {
    for (const pipe of pipes ?? []) closeSync(pipe.write)
  }
  const ended = new Promise<ChildEnd>(resolve => {
    child.on('exit', (code, signal) => resolve({ code, signal }))
  })
  const error = await new Promise<NodeJS.ErrnoException | undefined>(resolve => {
    child.on('spawn', () => resolve(undefined))
    child.on('error', resolve)
  })
  if (error !== undefined) return notStarted(program, error)
  const { pid } = child as ChildProcess & Pick<Child, 'pid'>
  const stdout = out?.read ?? (child.stdout as Readable)
  const stderr = err?.read ?? (child.stderr as Readable)
  return { pid, stdout, stderr, ended, kill: signal => void child.kill(signal) }
}

function notStarted(program: string, { code, message }: NodeJS.ErrnoException): NotStarted {
  if (code === 'ENOENT') return { status: 127, reason: `there is no program "${program}"` }
  const reasons: Record<string, string> = {
    EACCES: 'it may not be executed',
    ENOTDIR: 'a part of its path is no directory',
    E2BIG: 'its arguments are too long',
  }
  return { status: 126, reason: `"${program}" cannot be started: ${reasons[code ?? ''] ?? message}` }
}

/** Node gives every child the usual meaning of every signal: one that is to be ignored has to be so after that. */
function deafToHangup(
  command: readonly string[],
  place: { cwd: string; env: Readonly<Record<string, string | undefined>> },
): readonly string[] {
  // What is not there has to be missed here, and not by a shell.
  if (findProgram(command[0] ?? '', place) === undefined) return command
  return ['/bin/sh', '-c', 'trap "" HUP; exec "$0" "$@"', ...command]
}

/**
 * Whether the terminal may go away: under nohup, and in the background with nothing left that is connected to it. Node
 * itself has forgotten by now that it was started with the signal ignored.
 */
export function hangupIsIgnored(io: Io): boolean {
  if (io.stdinIsTerminal || io.stdoutIsTerminal || io.stderrIsTerminal) return false
  if (basename(io.env._ ?? '') === 'nohup') return true
  try {
    // proc_pid_stat(5), from field 3 on: state ppid pgrp session tty_nr tpgid.
    const stat = readFileSync('/proc/self/stat', 'latin1')
    const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return terminal !== '0' && foreground !== group
  } catch {
    return false
  }
}
