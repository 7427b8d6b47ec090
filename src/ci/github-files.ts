import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { MlregError } from '../errors.ts'
import type { Io } from '../io.ts'

// GitHub drops a step's whole summary above 1,024 KiB, so it is cut well before.
const summaryLimit = 900 * 1024

/** Gives later steps the answer as outputs, when a GitHub step runs this. */
export function writeGithubOutput(env: Io['env'], outputs: Readonly<Record<string, string>>): void {
  if (!env.GITHUB_OUTPUT) return
  const lines = Object.entries(outputs).map(([name, value]) => outputLine(name, value))
  append(env.GITHUB_OUTPUT, 'GITHUB_OUTPUT', lines.join(''))
}

/** Adds Markdown to the page of the workflow run. */
export function writeStepSummary(env: Io['env'], markdown: string): void {
  if (!env.GITHUB_STEP_SUMMARY) return
  append(env.GITHUB_STEP_SUMMARY, 'GITHUB_STEP_SUMMARY', shortened(markdown))
}

// A value that could hold a line end could otherwise set outputs of its own.
function outputLine(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`
  const end = `end-${randomUUID()}`
  return `${name}<<${end}\n${value}\n${end}\n`
}

/** Whole lines only, so that no table row and no character is cut in two. */
function shortened(markdown: string): string {
  if (Buffer.byteLength(markdown) <= summaryLimit) return markdown
  const head = Buffer.from(markdown).subarray(0, summaryLimit)
  const lastLineEnd = head.lastIndexOf('\n')
  return `${head.subarray(0, lastLineEnd + 1)}\nThe rest does not fit here: write it to a file with --report md=FILE.\n`
}

function append(path: string, name: string, text: string): void {
  try {
    appendFileSync(path, text)
  } catch (error) {
    throw new MlregError('cannot-write', `cannot append to $${name} (${path}): ${(error as Error).message}`, {
      cause: error,
    })
  }
}
