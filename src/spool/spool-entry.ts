import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeDirectories, syncDirectory } from '../store/sync-directory.ts'
import { parseSpoolRecord, type SpoolRecord } from './spool-record.ts'

/**
 * How far a run is: `new` is under way and not in the store yet, `open` is under way and there, `ended` has all that is
 * to be recorded.
 */
export type SpoolState = 'new' | 'open' | 'ended'

const endings: Readonly<Record<SpoolState, string>> = { new: '.new', open: '.open', ended: '' }
const roomBytes = 2 ** 18
const entryName = /^([0-9a-f]{32})(\.new|\.open)?$/

/** A run that waits to be recorded: a directory `<run id>` with `record.json`, its scalars and its files. */
export class SpoolEntry {
  readonly id: string
  readonly #spool: string
  #state: SpoolState

  constructor(spool: string, id: string, state: SpoolState) {
    this.#spool = spool
    this.id = id
    this.#state = state
  }

  get state(): SpoolState {
    return this.#state
  }

  get directory(): string {
    return join(this.#spool, this.id + endings[this.#state])
  }

  /** Files below it become artifacts of the same name. */
  get files(): string {
    return join(this.directory, 'files')
  }

  /** Metric points, one JSON line each. */
  get scalars(): string {
    return join(this.directory, 'scalars.jsonl')
  }

  make(): void {
    makeDirectories(this.#spool)
    mkdirSync(this.directory)
    mkdirSync(this.files)
    writeFileSync(this.#room, Buffer.alloc(roomBytes))
  }

  /** Held so that the end can be told on a disk that has filled up meanwhile. */
  get #room(): string {
    return join(this.directory, 'room')
  }

  /** Its state is in its name, so that a look at the directory tells what there is to do. */
  become(state: SpoolState): void {
    const before = this.directory
    if (state === this.#state) return
    this.#state = state
    renameSync(before, this.directory)
    syncDirectory(this.#spool)
  }

  write(record: SpoolRecord): void {
    const file = join(this.directory, 'record.json')
    const descriptor = openSync(`${file}.tmp`, 'w')
    try {
      writeSync(descriptor, JSON.stringify(record))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(`${file}.tmp`, file)
  }

  /** Writes all that there is to record, after which the run has ended. */
  end(record: SpoolRecord): void {
    rmSync(this.#room, { force: true })
    this.write(record)
    this.become('ended')
  }

  read(): SpoolRecord {
    return parseSpoolRecord(readFileSync(join(this.directory, 'record.json'), 'utf8'), this.id)
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }

  /** Kept for whoever wants to look, and never tried again. */
  setAside(): void {
    renameSync(this.directory, join(this.#spool, `${this.id}.unreadable`))
  }
}

/** The entries in the directories, those that are not there included: most stores have none. */
export function spoolEntries(directories: readonly string[]): SpoolEntry[] {
  return directories.flatMap(spool =>
    namesIn(spool).flatMap(name => {
      const [, id, ending = ''] = entryName.exec(name) ?? []
      const state = (Object.keys(endings) as SpoolState[]).find(one => endings[one] === ending)
      return id === undefined || state === undefined ? [] : [new SpoolEntry(spool, id, state)]
    }),
  )
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    return []
  }
}
