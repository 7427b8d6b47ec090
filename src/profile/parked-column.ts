/**
 * A numeric column of more rows than memory holds, put down in a file of ours. Its values are sorted into parts that
 * each fit into memory, by cuts of which some are values that repeat: those are counted and not stored.
 */
export interface ParkedColumn {
  /** The file: whole blocks of doubles, as this machine has them. Who takes the column removes it. */
  readonly path: string
  /** All rows of the window, nulls and infinities included. */
  readonly rows: number
  readonly nulls: number
  readonly infinite: number
  /** Ascending, each once. */
  readonly cuts: Float64Array<ArrayBuffer>
  /** How many values are equal to each cut. */
  readonly equal: Float64Array<ArrayBuffer>
  /** One more than cuts: the values strictly between two of them, in the order of the cuts. */
  readonly parts: readonly ParkedPart[]
  /** A distribution of at most so many different values is held in memory after all. */
  readonly mostHeld: number
}

export interface ParkedPart {
  /** How many values. */
  readonly count: number
  /** Where they are: all blocks but the last are full. */
  readonly blocks: readonly number[]
}

/** What is known of a sorted part: of each of its blocks the first value, and how many different values precede it. */
export interface SortedPart extends ParkedPart {
  readonly firsts: Float64Array
  /** Different values of the part in the blocks before. */
  readonly distinctBefore: Float64Array
  readonly distinct: number
}

/** Doubles in a block. */
export const blockValues = 4096
export const blockBytes = 8 * blockValues

/** The values of the largest part: what has to be in memory at once. */
export function largestPart({ parts }: ParkedColumn): number {
  return parts.reduce((most, { count }) => Math.max(most, count), 0)
}
