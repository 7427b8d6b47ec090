import { resolve } from 'node:path'
import { eventLines } from '../../exchange/event-lines.ts'
import { newFile } from '../../exchange/new-file.ts'
import { writeLines } from '../../exchange/write-lines.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { acknowledgement } from '../tracking/acknowledgement.ts'
import type { ReadOptions } from '../tracking/store-options.ts'
import { readingStore } from '../tracking/with-store.ts'

interface ExportOptions extends ReadOptions {
  readonly output?: string
  readonly force?: boolean
}

/** Lines go to standard output, or to a file that is whole or not there. */
export async function runExport(context: Context<ExportOptions>): Promise<Outcome> {
  const { io, options } = context
  return await readingStore(context, async store => {
    if (options.output === undefined) return { text: inParts(eventLines(store)), fine: true }
    const target = resolve(io.cwd, options.output)
    let last = ''
    const events = await newFile(target, options.force === true, path =>
      writeLines(
        path,
        remembering(eventLines(store), line => (last = line)),
      ),
    )
    const head = last === '' ? null : String(JSON.parse(last).hash)
    const done = { path: target, events, head }
    return acknowledgement(options, 'mlreg.audit-export/1', done, `${escapeText(target)}\n`)
  })
}

// A text as long as all events of years would be longer than one may be.
const partCharacters = 2 ** 24

function inParts(lines: Iterable<string>): string[] {
  const parts: string[] = []
  let part = ''
  for (const line of lines) {
    part += line
    if (part.length < partCharacters) continue
    parts.push(part)
    part = ''
  }
  return [...parts, part]
}

function* remembering(lines: Iterable<string>, onLine: (line: string) => void): Generator<string> {
  for (const line of lines) {
    onLine(line)
    yield line
  }
}
