import { MlregError } from '../errors.ts'
import { isNumber } from './cell-plan.ts'
import { csvRecords } from './csv-records.ts'
import type { TextSample } from './text-sample.ts'

export interface CsvDialect {
  readonly delimiter: string
  readonly header: readonly string[]
  /** Some records after the header, for guessing types. */
  readonly records: readonly string[][]
  /** Some lines end in LF and others in CRLF or CR. */
  readonly mixedLineEnds: boolean
  /** Blank lines before the header. */
  readonly skip: number
  readonly warnings: readonly string[]
}

const sampleRecords = 1000

/** What a CSV's first mebibyte says about the rest. The first record is the header. */
export function csvDialect({ text, complete }: TextSample, name: string, hint?: 'tab'): CsvDialect {
  const delimiter = hint === 'tab' ? '\t' : delimiterOf(text, complete)
  const [first, ...records] = take(csvRecords(text, delimiter, complete), sampleRecords + 1)
  if (first === undefined) {
    const what = complete ? 'is empty' : 'has no line end in its first mebibyte'
    throw new MlregError('bad-input', `${name} ${what}`)
  }
  const { header, warnings } = checkedHeader(first, name)
  const skip = /^(\r\n|\r|\n)*/.exec(text)?.[0].match(/\r\n|\r|\n/g)?.length ?? 0
  return { delimiter, header, records, mixedLineEnds: mixed(text), skip, warnings }
}

/** The delimiter that the header has and that splits the most records into as many fields; then the most fields. */
function delimiterOf(text: string, complete: boolean): string {
  const candidates = [',', ';', '\t', '|'].map(delimiter => {
    const [header, ...records] = take(csvRecords(text, delimiter, complete), 50)
    const fields = header?.length ?? 0
    const alike = records.filter(record => record.length === fields).length
    return { delimiter, fields, share: records.length === 0 ? 1 : alike / records.length }
  })
  const [best] = candidates
    .filter(({ fields }) => fields > 1)
    .sort((a, b) => b.share - a.share || b.fields - a.fields)
  return best?.delimiter ?? ','
}

function checkedHeader(first: readonly string[], name: string): { header: string[]; warnings: string[] } {
  if (first.every(isNumber)) {
    throw new MlregError('bad-input', `${name} has no header: its first line is all numbers`, {
      hint: 'give the columns names in the first line',
    })
  }
  const warnings: string[] = []
  const header = first.map((title, index) => {
    if (title.trim() !== '') return title
    warnings.push(`column ${index + 1} of ${name} has no name and is called column_${index + 1}`)
    return `column_${index + 1}`
  })
  const twice = header.find((title, index) => header.indexOf(title) !== index)
  if (twice !== undefined) throw new MlregError('bad-input', `${name} has two columns called ${twice}`)
  return { header, warnings }
}

function mixed(text: string): boolean {
  return [/\r\n/, /(^|[^\r])\n/, /\r(?=[^\n])/].filter(end => end.test(text)).length > 1
}

function take<T>(all: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  for (const one of all) {
    taken.push(one)
    if (taken.length === count) break
  }
  return taken
}
