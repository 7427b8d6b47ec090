import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ScratchDirectory {
  readonly path: string
  remove(): void
}

/** A private (mode 0700) directory below the system's temp directory that does not outlive this process. */
export function makeScratchDirectory(): ScratchDirectory {
  const path = mkdtempSync(join(tmpdir(), 'mlreg-'))
  const watch = removeWhenWeDie(path)
  const onExit = () => rmSync(path, { recursive: true, force: true })
  process.once('exit', onExit)
  return {
    path,
    remove() {
      process.off('exit', onExit)
      onExit()
      watch.stdin?.destroy()
    },
  }
}

/**
 * No handler of ours runs on `kill -9`. A child that reads from a pipe we hold sees its end whatever we died of; it
 * is its own process group, so that Ctrl-C does not take it along.
 */
function removeWhenWeDie(path: string): ChildProcess {
  const child = spawn('sh', ['-c', 'cat >/dev/null; rm -rf -- "$1"', 'mlreg-cleanup', path], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.unref()
  if (child.stdin instanceof Socket) child.stdin.unref()
  return child
}
