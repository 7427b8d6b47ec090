import { counted, formatCount } from '../../report/numbers.ts'
import type { Block } from '../../report/report.ts'
import { fieldsSection } from '../../report/section.ts'
import type { StoredEvent } from '../../store/events.ts'
import type { Run } from '../../store/runs.ts'
import { bytesText } from '../tracking/bytes-text.ts'
import { timeText } from '../tracking/run-texts.ts'

// What others wrote into the store may be anything: what is not of the form it should be is not shown.
type Json = Readonly<Record<string, unknown>>
type Row = readonly [string, string]

const shownNames = 10

/** The code, the environment and the resources of a run, as far as they are known, for people. */
export function surroundings(run: Run): Block[] {
  return [
    ...fieldsSection('code', codeRows(run.git as Json | null, object(run.environment?.source))),
    ...fieldsSection('environment', environmentRows(run.environment ?? {})),
    ...fieldsSection('resources', resourceRows(run.resources ?? {})),
  ]
}

/** What was corrected after it was recorded. */
export function amendments(events: readonly StoredEvent[]): Block[] {
  const rows = events
    .filter(({ action }) => action === 'run.amend')
    .flatMap(({ timeMs, actor, details }): Row[] => {
      const changes = Array.isArray(details.changes) ? (details.changes as Json[]) : []
      const said = changes.map(({ what, from, to }) => `${what}: ${from ?? '–'} → ${to ?? '–'}`)
      return [[timeText(timeMs), `${said.join(', ')} (${actor}: ${details.reason})`]]
    })
  return fieldsSection('amended', rows)
}

function codeRows(git: Json | null, source: Json): Row[] {
  const untracked = object(git?.untracked)
  const names = strings(untracked.names)
  const total = typeof untracked.total === 'number' ? untracked.total : names.length
  const more = total > shownNames ? ` and ${formatCount(total - shownNames)} more` : ''
  return present([
    ['branch', git?.branch ?? (git?.detached ? 'none (detached)' : undefined)],
    ['remote', git?.remote],
    ['changed', git?.dirty ? `${counted(Number(git.changed), 'file')}: code/changes.patch` : undefined],
    ['untracked', total > 0 ? `${names.slice(0, shownNames).join(', ')}${more}` : undefined],
    ['git', git?.error],
    [
      'source',
      typeof source.digest === 'string'
        ? `${source.digest} (${counted(Number(source.files), 'file')})`
        : undefined,
    ],
    ...list(source.named).map(({ path, digest }): [string, unknown] => [String(path), digest]),
  ])
}

/** What is known of machine, interpreter and packages, each with its label. */
export function environmentRows(environment: Json): Row[] {
  const { os, hardware, interpreter, python, packages } = environment
  const { name, release, arch, distribution } = object(os)
  const { cpus, cpu, memoryBytes, gpus } = object(hardware)
  return present([
    ['host', environment.host],
    ['user', environment.user],
    ['directory', environment.cwd],
    ['system', name && [distribution, name, release, arch].filter(Boolean).join(' ')],
    ['hardware', cpus && `${cpus} × ${cpu}, ${bytesText(Number(memoryBytes))}`],
    ['gpus', strings(gpus).join(', ') || undefined],
    ['driver', environment.driver],
    ['interpreter', programText(object(interpreter))],
    ['python', programText(object(python))],
    ...Object.entries(object(packages)).map(([manager, versions]): [string, unknown] => [
      `packages (${manager})`,
      typeof versions === 'string' ? versions : packagesText(object(versions)),
    ]),
    ...list(environment.lockFiles).map(({ path, digest }): [string, unknown] => [String(path), digest]),
    ...Object.entries(object(environment.variables)).map(([variable, value]): [string, unknown] => [
      `$${variable}`,
      value,
    ]),
  ])
}

function programText({ name = 'python', version, path }: Json): string | undefined {
  return path === undefined ? undefined : [name, version, `(${path})`].filter(Boolean).join(' ')
}

function packagesText(versions: Json): string {
  const names = Object.keys(versions)
  const shown = names.slice(0, shownNames).map(name => `${name} ${versions[name]}`)
  const more = names.length > shownNames ? ` and ${formatCount(names.length - shownNames)} more (--json)` : ''
  return shown.length === 0 ? 'none' : `${shown.join(', ')}${more}`
}

function resourceRows({ durationMs, cpuSeconds, peakMemoryBytes, outputBytes }: Json): Row[] {
  const { stdout, stderr } = object(outputBytes)
  return present([
    ['took', typeof durationMs === 'number' ? `${(durationMs / 1000).toFixed(3)} s` : undefined],
    ['processor', typeof cpuSeconds === 'number' ? `${cpuSeconds.toFixed(2)} s` : undefined],
    ['peak memory', typeof peakMemoryBytes === 'number' ? bytesText(peakMemoryBytes) : undefined],
    [
      'output',
      stdout === undefined ? undefined : `${bytesText(Number(stdout))}, errors ${bytesText(Number(stderr))}`,
    ],
  ])
}

function present(rows: readonly (readonly [string, unknown])[]): Row[] {
  return rows.flatMap(([label, value]) =>
    value === undefined || value === null || value === '' ? [] : [[label, String(value)] as const],
  )
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
