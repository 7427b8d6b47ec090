import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { processStart } from '../../capture/process-start.ts'
import { MlregError } from '../../errors.ts'
import type { Io } from '../../io.ts'
import { recordScalars } from '../../spool/record-scalars.ts'
import { recordEnd, replayEntry } from '../../spool/replay.ts'
import { SpoolEntry } from '../../spool/spool-entry.ts'
import { spoolDirectories } from '../../spool/spool-place.ts'
import type { Owner, SpoolRecord } from '../../spool/spool-record.ts'
import { type Beginning, recordBeginning } from '../../store/begin-run.ts'
import { findStore } from '../../store/find-store.ts'
import { openStore } from '../../store/open-store.ts'
import { runWithId, updateRun } from '../../store/runs.ts'
import type { Store } from '../../store/store.ts'
import { escapeText } from '../../terminal/escape.ts'
import { nowMs } from '../tracking/clock.ts'
import type { WriteOptions } from '../tracking/store-options.ts'
import { recordWaiting, writeAccess } from '../tracking/with-store.ts'

// The command is not to wait for another writer; nor may whoever hears its signals and hands on its output.
const startMs = 100
const tryMs = 50
const pauseMs = 30

/**
 * Writes a run down as it goes: in the store where that can be, and always in a spool entry, from which whoever comes
 * next can complete it. Nothing it does throws.
 */
export class RunRecorder {
  /** The store's directory. */
  readonly store: string
  readonly #io: Io
  readonly #options: WriteOptions
  readonly #beginning: Beginning
  #entry: SpoolEntry | undefined
  #isBegun = false
  #trouble: Error | undefined
  #scalarsDone = 0
  #child: Pick<Owner, 'child' | 'childStart'> = {}

  constructor(io: Io, options: WriteOptions, beginning: Beginning) {
    this.#io = io
    this.#options = options
    this.#beginning = beginning
    this.store = findStore(io.cwd, options.store).directory
  }

  /** The directory whose files become artifacts; undefined where none could be made. */
  get files(): string | undefined {
    return this.#entry?.files
  }

  get scalars(): string | undefined {
    return this.#entry?.scalars
  }

  /** Records that the run begins, or finds that the store cannot take it now. */
  async begin(): Promise<void> {
    await this.#attempt(startMs, store => this.#beginIn(store))
    const isBusy = this.#trouble instanceof MlregError && this.#trouble.code === 'locked'
    const [inStore, ...elsewhere] = spoolDirectories(this.store, this.#io.env)
    // What is no store of ours, or a newer one, gets no file from us.
    const places = this.#trouble === undefined || isBusy ? [inStore, ...elsewhere] : elsewhere
    for (const place of places) this.#entry ??= this.#makeEntry(place)
    if (this.#trouble !== undefined && !isBusy)
      this.#warn(`the run is not recorded: ${this.#trouble.message}`)
    if (this.#entry === undefined) this.#warn('there is no place to keep what the command prints')
  }

  #beginIn(store: Store): void {
    const { startMs: heartbeatMs } = this.#beginning
    store.write(() => {
      const run = recordBeginning(store, this.#beginning)
      updateRun(store, run.row, { heartbeatMs })
    })
    this.#isBegun = true
  }

  #makeEntry(place: string | undefined): SpoolEntry | undefined {
    if (place === undefined) return undefined
    try {
      const entry = new SpoolEntry(place, this.#beginning.id, this.#isBegun ? 'open' : 'new')
      entry.make()
      entry.write(this.#record({}))
      return entry
    } catch {
      // The next place may take it.
      return undefined
    }
  }

  /** Keeps what has become known since, for whoever has to complete the record. */
  keep(known: Partial<SpoolRecord>, child?: number): void {
    if (child !== undefined) this.#child = { child, childStart: processStart(child) }
    try {
      this.#entry?.write(this.#record(known))
    } catch {
      // The end of the run is told in any case.
    }
  }

  #record(known: Partial<SpoolRecord>): SpoolRecord {
    const own = { host: hostname(), pid: process.pid, start: processStart(process.pid) }
    const owner = { ...own, ...this.#child }
    const unknown = { git: null, environment: null, resources: null, data: [], end: null }
    return { format: 1, run: this.#beginning, owner, ...unknown, ...known }
  }

  /** Says that the run is alive, and records what was found in its output. */
  async beat(): Promise<void> {
    await this.#attempt(tryMs, store => {
      if (!this.#isBegun) this.#beginIn(store)
      if (this.#entry?.state === 'new') this.#entry.become('open')
      const run = runWithId(store, this.#beginning.id)
      if (run === undefined) return
      if (this.#entry) this.#scalarsDone = recordScalars(store, run, this.#entry.scalars, this.#scalarsDone)
      store.write(() => updateRun(store, run.row, { heartbeatMs: nowMs(this.#io) }))
    })
  }

  /**
   * Records how the run ended, waiting for other writers as long as the options say, or until `isGivenUp`. What cannot
   * be recorded is kept for the next command that can. Gives whether the store has all of it.
   */
  async end(record: Partial<SpoolRecord>, isGivenUp: () => boolean): Promise<boolean> {
    const whole = this.#record(record)
    try {
      this.#entry?.end(whole)
    } catch (error) {
      this.#warn(`what the command printed waits for mlreg runs reap: ${(error as Error).message}`)
      this.#entry = this.#endElsewhere(whole)
    }
    const deadline = performance.now() + writeAccess(this.#io, this.#options).lockTimeoutMs
    do {
      if (await this.#attempt(startMs, store => this.#endIn(store, whole))) return true
      await delay(pauseMs)
    } while (this.#isLocked() && performance.now() < deadline && !isGivenUp())
    this.#warn(`not all of the run is recorded: ${this.#trouble?.message}`)
    if (this.#entry)
      this.#say(`it is kept in ${this.#entry.directory}, and recorded by the next mlreg that can`)
    return false
  }

  /** The end alone, where the disk of the store takes nothing. */
  #endElsewhere(whole: SpoolRecord): SpoolEntry | undefined {
    const [, ...places] = spoolDirectories(this.store, this.#io.env)
    for (const place of places) {
      try {
        const entry = new SpoolEntry(place, this.#beginning.id, 'open')
        entry.make()
        entry.end(whole)
        return entry
      } catch {
        // The next place may take it.
      }
    }
    return undefined
  }

  async #endIn(store: Store, whole: SpoolRecord): Promise<void> {
    if (this.#entry !== undefined) await replayEntry(store, this.#entry)
    else {
      store.write(() => recordBeginning(store, whole.run))
      if (whole.end !== null) recordEnd(store, whole, whole.end)
    }
    await recordWaiting(store, this.#io)
  }

  #isLocked(): boolean {
    return this.#trouble instanceof MlregError && this.#trouble.code === 'locked'
  }

  /** Whether the work could be done in the store; why not is in `#trouble`. */
  async #attempt(lockTimeoutMs: number, work: (store: Store) => void | Promise<void>): Promise<boolean> {
    const onCreate = () => this.#say(`made the store ${this.store}`)
    try {
      const access = { ...writeAccess(this.#io, this.#options), lockTimeoutMs, onCreate, onWait: () => {} }
      const store = await openStore(this.store, access)
      try {
        await work(store)
        this.#trouble = undefined
        return true
      } finally {
        store.close()
      }
    } catch (error) {
      this.#trouble = error as Error
      return false
    }
  }

  #warn(text: string): void {
    this.#io.stderr(`warning: ${escapeText(text)}\n`)
  }

  #say(text: string): void {
    this.#io.stderr(`mlreg: ${escapeText(text)}\n`)
  }
}
