import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ColumnJob, ColumnMeasure } from './measure-column.ts'

/** More threads than this fetch no faster from one file, and each holds two columns. */
const mostThreads = 8

/** A few threads that measure columns. */
export interface MeasurePool {
  /**
   * Resolves once a thread has taken the job, so that the caller fetches no more than is being worked on. Rejects when a
   * thread has failed before.
   */
  accept(job: ColumnJob): Promise<{ readonly result: Promise<ColumnMeasure> }>
  close(): Promise<void>
}

/** Threads for one comparison after another, started by the first that takes any. */
export interface KeptPool {
  take(): MeasurePool
  close(): Promise<void>
}

export function keptPool(): KeptPool {
  let pool: MeasurePool | undefined
  return {
    take() {
      pool ??= measurePool()
      return pool
    },
    async close() {
      await pool?.close()
    },
  }
}

interface Thread {
  readonly worker: Worker
  finish?: { resolve(measure: ColumnMeasure): void; reject(error: Error): void }
}

interface Waiting {
  resolve(thread: Thread): void
  reject(error: Error): void
}

function measurePool(): MeasurePool {
  const threads: Thread[] = Array.from({ length: Math.min(mostThreads, availableParallelism()) }, startThread)
  const idle = [...threads]
  const waiting: Waiting[] = []
  let failure: Error | undefined
  const release = (thread: Thread) => {
    const next = waiting.shift()
    if (next) next.resolve(thread)
    else idle.push(thread)
  }
  // A thread that threw is gone: who waits for one must hear of it, or would wait for ever.
  const fail = (error: Error) => {
    failure ??= error
    for (const { finish } of threads) finish?.reject(error)
    for (const one of waiting.splice(0)) one.reject(error)
  }
  for (const { worker } of threads) worker.on('error', error => fail(error as Error))
  const free = async () => {
    if (failure) throw failure
    return idle.pop() ?? (await new Promise<Thread>((resolve, reject) => waiting.push({ resolve, reject })))
  }
  return {
    async accept(job) {
      const thread = await free()
      const result = new Promise<ColumnMeasure>((resolve, reject) => {
        thread.finish = { resolve, reject }
      })
      // The caller awaits results later: until then a failure is not unhandled.
      result.then(
        () => release(thread),
        () => undefined,
      )
      thread.worker.postMessage(job, buffersOf(job))
      return { result }
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

function startThread(): Thread {
  const thread: Thread = { worker: new Worker(new URL('./measure-worker.js', import.meta.url)) }
  thread.worker.on('message', (measure: ColumnMeasure) => thread.finish?.resolve(measure))
  return thread
}

/** Values are moved to the thread, not copied. */
function buffersOf({ reference, current }: ColumnJob): ArrayBuffer[] {
  return [reference, current].flatMap(input => ('values' in input ? [input.values.buffer] : []))
}
