import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'

export type Cell = string | number | boolean | null
export type Columns = Readonly<Record<string, readonly Cell[]>>

const directory = mkdtempSync(join(tmpdir(), 'mlreg-drift-'))
let files = 0

/** A file of its own with this text. */
export function file(text: string, extension = 'txt'): string {
  const path = join(directory, `${++files}.${extension}`)
  writeFileSync(path, text)
  return path
}

/** Columns of one length as CSV, quoted where need be. */
export function csv(columns: Columns): string {
  const names = Object.keys(columns)
  const length = Object.values(columns)[0]?.length ?? 0
  const rows = Array.from({ length }, (_, row) => names.map(name => columns[name]?.[row] ?? ''))
  return file([names, ...rows].map(cells => `${cells.map(quoted).join(',')}\n`).join(''), 'csv')
}

function quoted(cell: Cell): string {
  return `"${String(cell).replaceAll('"', '""')}"`
}

export const weights = (of: Readonly<Record<string, unknown>>) => file(JSON.stringify(of), 'json')
export const range = (n: number, from = 0) => Array.from({ length: n }, (_, i) => i + from)

/** Ten columns c0 to c9 of 60 numbers, the first `drifted` of them far from where they were. */
export function tenColumns(drifted: number): Columns {
  return Object.fromEntries(range(10).map(i => [`c${i}`, range(60, i < drifted ? 1000 : 0)]))
}

const ajv = new Ajv2020({ allErrors: true })

/** Fails unless the text is one document that the shipped schema of this name accepts. */
export function expectSchema(name: string, text: string): void {
  const schema = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'))
  const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema)
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
}
