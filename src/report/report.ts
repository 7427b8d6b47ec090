/**
 * How a cell, a heading or a note is meant, not how it looks: formats decide on colour and mark (`good` in a
 * left-aligned cell is shown as a green `✓ stable`), so that texts carry no marks of their own.
 */
export type Tone = 'plain' | 'good' | 'bad' | 'warn' | 'dim' | 'strong'

/** Text as the user gave it, unescaped: every format escapes for itself. */
export interface Cell {
  readonly text: string
  readonly tone?: Tone
  /** Drawn in place of the text, as wide as its column comes out. */
  readonly bar?: Bar
}

/** Two shares as bars over each other, each 0 to 1 of the same length: give cells that are to be compared one scale. */
export interface Bar {
  readonly reference: number
  readonly current: number
}

export interface TableColumn {
  readonly title: string
  readonly align: 'left' | 'right'
  /**
   * What happens when the terminal is too narrow: `keep` never changes (numbers, verdicts), `shrink` is cut in
   * the middle with an ellipsis (names), `wrap` is the sentence that takes what is left or moves below its row,
   * `drop` leaves: as few as possible, the rightmost first, neighbouring sparklines together.
   */
  readonly narrow: 'keep' | 'shrink' | 'wrap' | 'drop'
}

export interface TableBlock {
  readonly type: 'table'
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** The flags that show what had to leave: given, a line below the table names the columns that did. */
  readonly leftOut?: string
}

/** For people: what text and Markdown show, in this order. Values of fields line up below each other. */
export type Block =
  | { readonly type: 'heading'; readonly text: string; readonly tone?: Tone }
  | { readonly type: 'note'; readonly text: string; readonly tone?: Tone }
  | { readonly type: 'fields'; readonly rows: readonly (readonly [label: string, ...values: string[]])[] }
  /** What can be pasted into a shell: never wrapped and never cut. */
  | { readonly type: 'code'; readonly rows: readonly (readonly [label: string, code: string])[] }
  /** Lines for a file, as they are. */
  | { readonly type: 'excerpt'; readonly language: string; readonly lines: readonly string[] }
  | TableBlock
  | ChartBlock

/** A line through points, in this order; y may be NaN or infinite. */
export interface ChartBlock {
  readonly type: 'chart'
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** What the least and the greatest x are called. */
  readonly ends: readonly [string, string]
  /** What x is. */
  readonly label: string
}

/** One thing that was judged: a test case in JUnit, an annotation in GitHub when it failed. */
export interface Check {
  /** What kind of check: `drift`, `degradation`, `quality`. */
  readonly group: string
  /** What was checked, such as a column's name. */
  readonly name: string
  /** `error` when it could not be told, which is no pass. */
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped'
  /** A few words: `drift: age`. */
  readonly title: string
  /** One sentence with the numbers. */
  readonly message: string
}

/** A rectangular table for CSV: the same columns whatever was found. */
export interface Records {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

/** What a command found, independent of any format. */
export interface Report {
  /** The contract: one JSON document whose first key is `schema`. */
  readonly data: { readonly schema: string } & Readonly<Record<string, unknown>>
  readonly document: readonly Block[]
  readonly records: Records
  /** Worst first. */
  readonly checks: readonly Check[]
  /** The verdict in a word or two, for CI outputs: `ok`, `drift,degradation`. */
  readonly verdict: string
}

export interface Style {
  readonly colorLevel: 0 | 1 | 2 | 3
  /** Columns to fit into; Infinity never cuts. */
  readonly width: number
  /** Marks and sparklines in ASCII only. */
  readonly ascii: boolean
  /** Bytes a Markdown document may have (a GitHub step summary is dropped above 1 MiB). Rows are left out and counted. */
  readonly maxBytes?: number
}

/** Loads what it needs only when it is asked to render: one run needs one or two of the formats. */
export interface Format {
  readonly name: string
  /** Loads ahead what rendering takes. */
  load(): Promise<unknown>
  render(report: Report, style: Style): Promise<string>
}
