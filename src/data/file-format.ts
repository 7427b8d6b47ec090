import { MlregError } from '../errors.ts'
import { type Compression, type Sniffed, sniffFormat } from './sniff-format.ts'
import { type TextSample, textSample } from './text-sample.ts'
import type { WindowFormat } from './window.ts'

export interface FileFormat {
  readonly format: WindowFormat
  readonly path: string
  readonly compression: Compression
  /** Text formats only. */
  readonly sample?: TextSample
  readonly warnings: readonly string[]
}

const extensions: Readonly<Record<string, WindowFormat>> = {
  parquet: 'parquet',
  pq: 'parquet',
  parq: 'parquet',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  arrow: 'arrow',
  arrows: 'arrow',
  ipc: 'arrow',
  feather: 'arrow',
}

const titles: Readonly<Record<WindowFormat, string>> = {
  parquet: 'Parquet',
  csv: 'CSV',
  tsv: 'TSV',
  jsonl: 'JSON lines',
  arrow: 'Arrow',
}

/** What a file is, by its content; where its name says otherwise, a warning. `name` is what messages call it. */
export async function fileFormat(path: string, name: string): Promise<FileFormat> {
  const sniffed = sniffFormat(path, name)
  const claimed = extensions[/\.([a-z0-9]+)(\.gz|\.zst|\.zstd)?$/i.exec(name)?.[1]?.toLowerCase() ?? '']
  if (sniffed.content === 'binary') throw unknownContent(name, claimed)
  const { compression } = sniffed
  const sample = sniffed.content === 'text' ? await textSample(path, compression, name) : undefined
  const format = sample === undefined ? binaryFormat(sniffed) : textFormat(sample, claimed, name)
  const warnings =
    claimed === undefined || claimed === format || (claimed === 'tsv' && format === 'csv')
      ? []
      : [`${name} holds ${titles[format]}, not ${titles[claimed]}, and is read as that`]
  return { format, path, compression, warnings, ...(sample && { sample }) }
}

function binaryFormat({ content }: Sniffed): WindowFormat {
  return content === 'parquet' ? 'parquet' : 'arrow'
}

function textFormat(
  { text, complete }: TextSample,
  claimed: WindowFormat | undefined,
  name: string,
): WindowFormat {
  const start = text.replace(/^[\ufeff\s]+/, '')
  const end = start.search(/[\r\n]/)
  const line = end === -1 && complete ? start : start.slice(0, end === -1 ? 0 : end)
  if (start.startsWith('{') && (claimed === 'jsonl' || isObject(line))) return 'jsonl'
  if (claimed === 'jsonl') {
    throw new MlregError('bad-input', `${name} is not JSON lines: it does not start with an object`, {
      ...(start.startsWith('[') ? { hint: "turn the array into lines, e.g. jq -c '.[]'" } : {}),
    })
  }
  return claimed === 'tsv' ? 'tsv' : 'csv'
}

function isObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

function unknownContent(name: string, claimed: WindowFormat | undefined): MlregError {
  if (claimed !== undefined) {
    return new MlregError(
      'bad-input',
      `${name} is not a readable ${titles[claimed]} file: it is something binary`,
    )
  }
  return new MlregError('bad-input', `${name} is of no known format`, {
    hint: 'mlreg reads Parquet, CSV, TSV, JSON lines, Arrow and Feather',
  })
}
