import { accessSync, constants } from 'node:fs'
import { freemem, tmpdir, totalmem } from 'node:os'
import { configFiles } from '../config/config-files.ts'
import type { Io } from '../io.ts'
import { version } from '../package.ts'
import type { Report } from '../report/report.ts'
import { sqliteVersion } from '../store/sqlite.ts'
import type { Command, Context, Outcome } from './command.ts'
import { examples } from './help/examples.ts'
import { showOptions } from './options.ts'

/** One part that mlreg needs. */
interface Part {
  readonly name: string
  readonly ok: boolean
  /** Its version or state, or why it does not work. */
  readonly value: string
}

interface DoctorOptions {
  readonly config: string | false | undefined
}

export const doctor: Command = {
  declare(parent, run) {
    const command = parent
      .command('doctor')
      .description('check that every part of this installation works (exit 1 when one does not)')
      .action(run(runDoctor))
    showOptions(command)
    examples(command, ['mlreg doctor', 'mlreg doctor --json  # for a bug report'])
  },
}

async function runDoctor({ io, options }: Context<DoctorOptions>): Promise<Outcome> {
  const parts = [
    await examine('mlreg', async () => version),
    await examine('node', async () => io.nodeVersion),
    await examine('duckdb', duckdbVersion),
    await examine('sqlite', sqliteVersion),
    await examine('memory', async () => `${gibibytes(totalmem())} GiB, ${gibibytes(freemem())} GiB free`),
    await examine('temporary directory', async () => writableDirectory(io)),
    // A wrong settings file has ended every command before this one could look.
    ...configFiles(options.config, io).map(({ path }) => ({ name: 'settings', ok: true, value: path })),
  ]
  return { report: view(parts), fine: parts.every(part => part.ok) }
}

async function examine(name: string, look: () => Promise<string>): Promise<Part> {
  try {
    return { name, ok: true, value: await look() }
  } catch (error) {
    return { name, ok: false, value: (error as Error).message.split('\n')[0] ?? '' }
  }
}

async function duckdbVersion(): Promise<string> {
  const { openEngine } = await import('../data/engine.ts')
  const engine = await openEngine()
  try {
    const [row] = await engine.rows('SELECT version() AS version')
    return String(row?.version)
  } finally {
    engine.close()
  }
}

function writableDirectory(io: Io): string {
  const directory = io.env.TMPDIR || tmpdir()
  accessSync(directory, constants.W_OK)
  return `${directory} is writable`
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1)
}

function view(parts: readonly Part[]): Report {
  const verdict = parts.every(part => part.ok) ? 'ok' : 'broken'
  return {
    data: { schema: 'mlreg.doctor/1', verdict, parts },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'part', align: 'left', narrow: 'keep' },
          { title: 'state', align: 'left', narrow: 'keep' },
          { title: 'value', align: 'left', narrow: 'wrap' },
        ],
        rows: parts.map(({ name, ok, value }) => [
          { text: name },
          { text: ok ? 'ok' : 'broken', tone: ok ? 'good' : 'bad' },
          { text: value },
        ]),
      },
    ],
    records: {
      columns: ['name', 'ok', 'value'],
      rows: parts.map(({ name, ok, value }) => [name, ok, value]),
    },
    checks: [],
    verdict,
  }
}
