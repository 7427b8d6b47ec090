import { appendFileSync } from 'node:fs'
import type { ChildUsage } from '../../capture/child-usage.ts'
import type { Io } from '../../io.ts'
import { scalarLine } from '../../spool/record-scalars.ts'
import type { MetricPoint } from '../../store/metrics.ts'
import { OutputLog, type OutputStream } from './output-log.ts'
import { type Activity, drained, passOutput } from './pass-output.ts'
import type { RunRecorder } from './run-recorder.ts'
import type { Scalars } from './scalars.ts'
import type { Child, ChildEnd } from './start-child.ts'

export interface Watched extends ChildEnd {
  readonly bytes: Readonly<Record<OutputStream, number>>
  /** Why standard output or error took no more of what the command printed. */
  readonly unprinted: Error | undefined
  readonly troubles: readonly string[]
}

const beatEveryMs = 15_000
const firstSampleMs = 10
const slowestSampleMs = 160

/** Stays with a command until it has ended and all that it printed was handed on. */
export async function watchChild(
  child: Child,
  { passThrough }: Pick<Io, 'passThrough'>,
  recorder: RunRecorder,
  scalars: Scalars,
  usage: ChildUsage,
): Promise<Watched> {
  const log = recorder.files === undefined ? undefined : new OutputLog(recorder.files)
  const sink = new ScalarFile(recorder)
  const activity: Activity = { bytes: 0, writing: 0 }
  const pass = (stream: OutputStream) =>
    passOutput(child[stream], passThrough[stream], activity, bytes => {
      log?.append(stream, bytes)
      if (stream === 'stdout') sink.add(scalars.push(bytes))
    })
  const passing = Promise.all([pass('stdout'), pass('stderr')])
  const stopSampling = sampling(usage, child.pid)
  const stopBeating = beating(recorder)

  const end = await child.ended
  usage.noteEnd()
  stopSampling()
  const isWhole = await drained(passing, child, activity)
  sink.add(scalars.end())
  log?.close()
  await stopBeating()
  const troubles = [
    ...(log?.trouble
      ? [`what the command printed is not kept from some point on: ${log.trouble.message}`]
      : []),
    ...(isWhole ? [] : ['what the command left running still holds its output, which is not kept any more']),
    ...sink.troubles(scalars),
  ]
  const unprinted = (await passing).find(error => error !== undefined)
  return { ...end, bytes: log?.bytes ?? { stdout: 0, stderr: 0 }, unprinted, troubles }
}

/** Often at first, since many commands are short. A look at one process costs the machine some 20 microseconds. */
function sampling(usage: ChildUsage, pid: number): () => void {
  let timer: NodeJS.Timeout
  const look = (waitMs: number) => {
    usage.sample(pid)
    timer = setTimeout(look, waitMs, Math.min(waitMs * 2, slowestSampleMs))
  }
  look(firstSampleMs)
  return () => clearTimeout(timer)
}

/** One beat at a time. */
function beating(recorder: RunRecorder): () => Promise<void> {
  let beat = Promise.resolve()
  const timer = setInterval(() => {
    beat = beat.then(() => recorder.beat())
  }, beatEveryMs)
  return async () => {
    clearInterval(timer)
    await beat
  }
}

class ScalarFile {
  readonly #recorder: RunRecorder
  #trouble: Error | undefined

  constructor(recorder: RunRecorder) {
    this.#recorder = recorder
  }

  add(points: readonly MetricPoint[]): void {
    const file = this.#recorder.scalars
    if (points.length === 0 || file === undefined) return
    try {
      appendFileSync(file, points.map(scalarLine).join(''))
    } catch (error) {
      this.#trouble ??= error as Error
    }
  }

  troubles({ unreadable: { count, first } }: Scalars): string[] {
    return [
      ...(this.#trouble ? [`metrics in the output are not kept: ${this.#trouble.message}`] : []),
      ...(count > 0 ? [`--scalars matched ${count} times what is no number, first ${first}`] : []),
    ]
  }
}
