import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One directory for all that the tests write and the programs they start: nothing of it is left behind. */
export function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'mlreg-tests-'))
  // Some tests read as another user.
  chmodSync(directory, 0o755)
  process.env.TMPDIR = directory
  return () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
}
