import { constants } from 'node:os'
import { ChildUsage } from '../../capture/child-usage.ts'
import { maskedCommand } from '../../capture/mask-secrets.ts'
import { Exit } from '../../exit.ts'
import type { Io } from '../../io.ts'
import type { RunEnd, SpoolRecord } from '../../spool/spool-record.ts'
import type { Beginning } from '../../store/begin-run.ts'
import { newId } from '../../store/new-id.ts'
import { runName } from '../../store/run-name.ts'
import { escapeText } from '../../terminal/escape.ts'
import type { Context, Outcome } from '../command.ts'
import { actorOf } from '../tracking/actor.ts'
import { nowMs } from '../tracking/clock.ts'
import { checkedValues, experimentName, type StartOptions } from '../tracking/run-start.ts'
import { durationText } from '../tracking/run-texts.ts'
import { captureRun, settled, withData } from './capture-run.ts'
import { type Forwarding, forwardSignals } from './forward-signals.ts'
import { isThere, namedData } from './look-at-data.ts'
import { RunRecorder } from './run-recorder.ts'
import { Scalars } from './scalars.ts'
import { type Child, hangupIsIgnored, startChild } from './start-child.ts'
import { type Watched, watchChild } from './watch-child.ts'

interface RunOptions extends StartOptions {
  readonly data?: readonly string[]
  readonly scalars?: readonly RegExp[]
  readonly env?: readonly string[]
}

type RunContext = Context<RunOptions, readonly [command: readonly string[]]>

/**
 * Runs a command as if mlreg were not there, and records it. Once the command line is understood nothing but the
 * command decides how this ends.
 */
export async function runCommand(context: RunContext): Promise<Outcome> {
  const { io, options } = context
  const [command] = context.operands
  const values = checkedValues(options)
  const data = (options.data ?? []).map(text => namedData(text, io.cwd))
  const there = data.filter(one => isThere(one, io.cwd))
  const usage = new ChildUsage()
  const place = { cwd: io.cwd, env: io.env, onHelperEnd: () => usage.noteHelper() }
  const { promise: files, resolve: filesAre } = promised<string | undefined>()
  const capture = captureRun(place, { command, variables: options.env ?? [], data: there, files })

  let child: Child | undefined
  const ignoreHangup = hangupIsIgnored(io)
  const forwarding = forwardSignals(io, signal => child?.kill(signal), ignoreHangup)
  const beginning: Beginning = {
    id: newId(),
    name: options.name,
    experiment: experimentName(context),
    startMs: nowMs(io),
    user: await actorOf(io, options.as),
    parent: parentOf(io),
    command: maskedCommand(command, io.env),
    ...values,
  }
  const recorder = new RunRecorder(io, options, beginning)
  await recorder.begin()
  filesAre(recorder.files)
  say(context, `run ${beginning.id} (${beginning.name ?? runName(beginning.id)}) of ${beginning.experiment}`)

  const started = performance.now()
  const began = await startChild(command, io, childEnv(context, beginning, recorder.store), ignoreHangup)
  if ('pid' in began) child = began
  context.explain(`the command started ${Math.round(started)} ms after mlreg`)
  const scalars = new Scalars(options.scalars ?? [], () => nowMs(io))
  // A signal that came before there was anybody to send it to.
  if (child !== undefined && forwarding.heard[0] !== undefined) child.kill(forwarding.heard[0])
  recorder.keep({}, child?.pid)
  const watched = child && (await watchChild(child, io, recorder, scalars, usage))
  const durationMs = Math.round(performance.now() - started)
  if (!('pid' in began)) io.stderr(`mlreg: ${escapeText(began.reason)}\n`)

  const code = 'pid' in began ? (watched?.code ?? null) : began.status
  const end = endOf(code, watched?.signal ?? null, forwarding, nowMs(io))
  const { cpuSeconds, peakMemoryBytes } = usage.usage()
  const resources = { durationMs, cpuSeconds, peakMemoryBytes, outputBytes: watched?.bytes ?? null }
  recorder.keep({ resources, end })
  const isGivenUp = givenUp(forwarding)
  const made = data.filter(one => !there.includes(one))
  const isSlow = () => say(context, 'the command has ended; still looking at its code and data')
  const captured = await settled(withData(capture, made, io.cwd), isGivenUp, isSlow)
  for (const trouble of [...(watched?.troubles ?? []), ...captured.troubles]) warn(io, trouble)
  const record = { git: captured.git, environment: captured.environment, data: captured.data, resources, end }
  const isRecorded = await recorder.end(record, isGivenUp)
  forwarding.stop()
  tellEnd(context, beginning, record, isRecorded)
  return { fine: code === 0, ending: endingOf(io, end, watched) }
}

/** A run inside a run is a part of it. */
function parentOf({ env }: Io): string | undefined {
  const id = env.MLREG_RUN_ID?.toLowerCase()
  return id !== undefined && /^[0-9a-f]{32}$/.test(id) ? id : undefined
}

function childEnv({ io }: RunContext, { id, experiment }: Beginning, store: string): Io['env'] {
  return {
    ...io.env,
    MLREG_RUN_ID: id,
    MLREG_STORE: store,
    MLREG_EXPERIMENT: experiment,
    // Into a terminal Python prints line by line; into our pipe it would print when its buffer is full.
    ...(io.stdoutIsTerminal ? { PYTHONUNBUFFERED: io.env.PYTHONUNBUFFERED ?? '1' } : {}),
  }
}

function endOf(
  exitCode: number | null,
  exitSignal: NodeJS.Signals | null,
  { heard }: Forwarding,
  endMs: number,
): RunEnd {
  const isKilled = exitSignal !== null || heard.length > 0
  const status = isKilled ? 'KILLED' : exitCode === 0 ? 'FINISHED' : 'FAILED'
  return { status, endMs, exitCode, exitSignal }
}

/** Whether somebody pressed Ctrl-C once more, when the command had ended. */
function givenUp({ heard }: Forwarding): () => boolean {
  const before = heard.length
  return () => heard.length > before
}

/** An ending like the command's; output that was lost is no success. */
function endingOf(io: Io, { exitCode, exitSignal }: RunEnd, watched: Watched | undefined): number {
  if (watched?.unprinted !== undefined) {
    io.stderr(`mlreg: cannot write what the command printed: ${escapeText(watched.unprinted.message)}\n`)
    if (exitCode === 0) return Exit.trouble
  }
  return exitSignal === null ? (exitCode ?? Exit.trouble) : -constants.signals[exitSignal as NodeJS.Signals]
}

function tellEnd(
  context: RunContext,
  { id, startMs }: Beginning,
  { end, resources }: Pick<SpoolRecord, 'resources'> & { readonly end: RunEnd },
  isRecorded: boolean,
): void {
  const { status, exitCode, exitSignal, endMs } = end
  if (context.options.format === 'json') {
    const exit = { code: exitCode, signal: exitSignal }
    const document = { schema: 'mlreg.ran/1', run: id, status, exit, recorded: isRecorded, resources }
    context.io.stderr(`${JSON.stringify(document)}\n`)
    return
  }
  const how = exitSignal ?? `exit ${exitCode}`
  say(context, `${status}, ${how}, ${durationText({ startMs, endMs })}: mlreg runs show ${id.slice(0, 8)}`)
}

/** Our own lines: standard output is the command's. */
function say({ io, options }: RunContext, text: string): void {
  if (!options.quiet && options.format !== 'json') io.stderr(`mlreg: ${escapeText(text)}\n`)
}

function warn(io: Io, text: string): void {
  io.stderr(`warning: ${escapeText(text)}\n`)
}

function promised<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>(done => {
    resolve = done
  })
  return { promise, resolve }
}
