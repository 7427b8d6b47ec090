import { allEvents, type EventRow, hashAfter } from './events.ts'
import type { Store } from './store.ts'

/** Something that is not as it was recorded, and the event where it shows. */
export interface ChainProblem {
  /**
   * `changed`: another actor, time, text or hash, or the event before it is gone. `moved`: it was recorded at another
   * place. `missing`: numbers were given that no event has. `added`: a number that was never given. `expected`: no
   * event has the hash that was asked for.
   */
  readonly kind: 'changed' | 'moved' | 'missing' | 'added' | 'expected'
  /** The event's number; of several that are missing, the first. */
  readonly id: number | null
  readonly timeMs: number | null
  readonly action: string | null
  readonly subject: string | null
  readonly message: string
}

/** The last event: its hash stands for all before it. */
export interface ChainHead {
  readonly id: number
  readonly timeMs: number
  readonly hash: string
}

export interface ChainCheck {
  readonly events: number
  readonly head: ChainHead | null
  /** In the order of the events. */
  readonly problems: readonly ChainProblem[]
}

// What would be compared with each other before it is given up to tell where an event was.
const mostCompared = 1_000_000

/**
 * Whether the events are those that were recorded, all of them, in their order, and whether these hashes are among
 * theirs. A number is given once, and SQLite remembers the greatest: so a tail that was cut off shows too, unless that
 * memory was changed with it. Whoever can write to the file can compute a whole new chain: only a hash that was written
 * down elsewhere shows that.
 */
export function checkChain(store: Store, expected: readonly string[] = []): ChainCheck {
  // Of one moment: somebody may be adding to it.
  return store.database.transaction(() => new ChainReader(store).check(expected))()
}

class ChainReader {
  readonly #store: Store
  readonly #problems: ChainProblem[] = []
  #compared = 0
  #hashes: ReadonlyMap<string, number> | undefined

  constructor(store: Store) {
    this.#store = store
  }

  check(expected: readonly string[]): ChainCheck {
    const wanted = new Set(expected)
    let [events, last] = [0, undefined as EventRow | undefined]
    // What the row before says its hash is, and what its hash has to be.
    let [stored, computed] = ['', '']
    for (const row of allEvents(this.#store)) {
      const isGap = row.id !== (last?.id ?? 0) + 1
      const right = hashAfter(stored, row)
      const isRight = row.hash === right || row.hash === hashAfter(computed, row)
      if (isGap) this.#tellGap(last?.id ?? 0, row)
      else if (!isRight) this.#tellBroken(row)
      wanted.delete(row.hash)
      stored = row.hash
      computed = isRight ? row.hash : right
      last = row
      events++
    }
    this.#checkTail(last?.id ?? 0)
    for (const hash of wanted) {
      this.#tell(
        'expected',
        null,
        `no event has the hash ${hash}: events up to it were removed, or all written anew`,
      )
    }
    const head = last === undefined ? null : { id: last.id, timeMs: last.time_ms, hash: last.hash }
    return { events, head, problems: this.#problems }
  }

  #tellGap(before: number, row: EventRow): void {
    if (row.id <= before + 1) {
      this.#tell('added', row, `event ${row.id} has a number that is never given`)
      return
    }
    this.#tell(
      'missing',
      null,
      `${numbered(before + 1, row.id - 1)} missing before ${described(row)}`,
      before + 1,
    )
  }

  #tellBroken(row: EventRow): void {
    const after = this.#recordedAfter(row)
    if (after === undefined) {
      this.#tell(
        'changed',
        row,
        `${described(row)} is not what was recorded, or the one before it was removed`,
      )
      return
    }
    const place = after === 0 ? 'as the first' : `right after event ${after}`
    this.#tell('moved', row, `${described(row)} was recorded ${place}: it was moved, or what was between was`)
  }

  /** The number of the event after which a row was recorded, 0 for none: whichever has the hash that its own covers. */
  #recordedAfter(row: EventRow): number | undefined {
    if (hashAfter('', row) === row.hash) return 0
    this.#hashes ??= new Map([...allEvents(this.#store)].map(({ hash, id }) => [hash, id]))
    this.#compared += this.#hashes.size
    if (this.#compared > mostCompared) return undefined
    for (const [hash, id] of this.#hashes) if (hashAfter(hash, row) === row.hash) return id
    return undefined
  }

  #checkTail(last: number): void {
    const given = this.#store.database
      .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
      .pluck()
      .get()
    const greatest = given ?? 0
    if (greatest > last) {
      this.#tell('missing', null, `${numbered(last + 1, greatest)} missing at the end`, last + 1)
    } else if (greatest < last) {
      this.#tell(
        'added',
        null,
        `events up to ${last} are here, and only ${greatest} were ever recorded`,
        greatest + 1,
      )
    }
  }

  #tell(kind: ChainProblem['kind'], row: EventRow | null, message: string, id = row?.id ?? null): void {
    const { time_ms: timeMs = null, action = null, subject = null } = row ?? {}
    this.#problems.push({ kind, id, timeMs, action, subject, message })
  }
}

function numbered(first: number, last: number): string {
  return first === last ? `event ${first} is` : `events ${first} to ${last} are`
}

function described({ id, time_ms, action, subject }: EventRow): string {
  const time = Math.abs(time_ms) <= 8.64e15 ? new Date(time_ms).toISOString() : 'an impossible time'
  return `event ${id} (${action} of ${subject}, ${time})`
}
