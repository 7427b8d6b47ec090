import { MlregError } from '../errors.ts'
import { type CsvDialect, csvDialect } from './csv-dialect.ts'
import { csvTable } from './csv-table.ts'
import type { Engine } from './engine.ts'
import type { FileFormat } from './file-format.ts'
import type { Reading, TypedColumn } from './window-columns.ts'

/** Loads one CSV, or several with the same header. */
export async function csvWindow(
  engine: Engine,
  table: string,
  files: readonly FileFormat[],
  nameOf: (file: string) => string,
  request: Reading,
): Promise<{ columns: TypedColumn[]; dialect: CsvDialect }> {
  const dialects = files.map(({ path, sample, format }) =>
    csvDialect(sample ?? { text: '', complete: true }, nameOf(path), format === 'tsv' ? 'tab' : undefined),
  )
  const [dialect] = dialects
  const [file] = files
  if (dialect === undefined || file === undefined) throw new Error('a window has at least one file')
  const other = dialects.findIndex(
    ({ header, delimiter, skip }) =>
      delimiter !== dialect.delimiter ||
      skip !== dialect.skip ||
      header.join('\n') !== dialect.header.join('\n'),
  )
  if (other !== -1) {
    const [first, second] = [files[0], files[other]].map(file => nameOf(file?.path ?? ''))
    throw new MlregError('bad-input', `the header of ${second} is not the one of ${first}`)
  }
  const mixedLineEnds = dialects.some(each => each.mixedLineEnds)
  const whole = {
    ...dialect,
    mixedLineEnds,
    records: dialects.flatMap(({ records }) => records.slice(0, 1000 / files.length + 10)),
  }
  const paths = files.map(({ path }) => path)
  const columns = await csvTable(
    engine,
    table,
    { files: paths, compression: file.compression, dialect: whole, nameOf },
    request,
  )
  return { columns, dialect: whole }
}
