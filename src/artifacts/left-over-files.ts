import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory, trashDirectory } from '../store/store-layout.ts'

export interface LeftOverFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
}

const hourMs = 3_600_000

/**
 * Files in `tmp/` whose process has died, and whatever lies in `trash/`. A file of a process that lives is in use for a
 * day; one of a process that cannot be seen from here (another container) is given an hour to turn out alive.
 */
export function leftOverFiles(directory: string, nowMs: number, graceMs = hourMs): LeftOverFile[] {
  const temporary = filesIn(temporaryDirectory(directory)).filter(({ path, modifiedMs }) => {
    const age = nowMs - modifiedMs
    const owner = Number(/(\d+)-[0-9a-f]{12}$/.exec(path)?.[1] ?? 0)
    const isOld = graceMs === 0 || age >= graceMs
    return age > 24 * hourMs || (isOld && owner > 0 && !isAlive(owner))
  })
  return [...temporary, ...filesIn(trashDirectory(directory))]
}

export function removeLeftOver(file: LeftOverFile): void {
  rmSync(file.path, { recursive: true, force: true })
}

function filesIn(folder: string): LeftOverFile[] {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return []
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const path = join(folder, name)
      // Gone meanwhile: its owner has finished.
      const found = lstatSync(path, { throwIfNoEntry: false })
      return found === undefined ? [] : [{ path, bytes: found.size, modifiedMs: found.mtimeMs }]
    })
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
