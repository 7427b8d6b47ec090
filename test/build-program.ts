import { execFileSync } from 'node:child_process'

/** Builds dist once, before any test that starts the real program. */
export function setup(): void {
  execFileSync(process.execPath, ['build.mjs'], { stdio: 'inherit' })
}
