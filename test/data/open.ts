import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type Engine, openEngine } from '../../src/data/engine.ts'
import { openWindow, type WindowRequest } from '../../src/data/open-window.ts'
import { identifier } from '../../src/data/sql-text.ts'
import type { OpenedWindow, WindowColumn } from '../../src/data/window.ts'
import type { MlregError } from '../../src/errors.ts'

export const formats = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url))
export const shared = fileURLToPath(new URL('../../../shared/fixtures/', import.meta.url))

/** An engine that is closed when the test is over. */
export async function testEngine(): Promise<Engine> {
  const engine = await openEngine()
  onTestFinished(() => engine.close())
  return engine
}

export async function open(source: string, request: Partial<WindowRequest> = {}) {
  const engine = await testEngine()
  return { engine, window: await openWindow(engine, { source, role: 'reference', ...request }) }
}

/** Opens both windows, the current one with the reference's columns. */
export async function openBoth(reference: string, current: string, request: Partial<WindowRequest> = {}) {
  const engine = await testEngine()
  const first = await openWindow(engine, { source: reference, role: 'reference', ...request })
  const second = await openWindow(engine, {
    source: current,
    role: 'current',
    expect: first.columns,
    ...request,
  })
  return { engine, reference: first, current: second }
}

/** The error a window that must not open ends with. */
export async function refusal(source: string, request: Partial<WindowRequest> = {}): Promise<MlregError> {
  return open(source, request).then(
    () => Promise.reject(new Error(`${source} was opened`)),
    error => error,
  )
}

export function column(window: OpenedWindow, name: string): WindowColumn {
  const found = window.columns.find(each => each.name === name)
  if (found === undefined) throw new Error(`no column ${name}`)
  return found
}

/** Every column's values as the profile will see them, in the order of the rows. */
export async function values(engine: Engine, window: OpenedWindow): Promise<Record<string, unknown[]>> {
  const select = window.columns.map(({ name, sql }) => `${sql} AS ${identifier(name)}`)
  const rows = await engine.rows(`SELECT ${select.join(', ')} FROM ${window.relation}`)
  return Object.fromEntries(window.columns.map(({ name }) => [name, rows.map(row => row[name])]))
}
