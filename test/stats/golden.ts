import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

/** The cases of fixtures/golden/<name>.json, made by generate.py beside it. */
export function golden<Case>(name: string): Case[] {
  const url = new URL(`../../fixtures/golden/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(url, 'utf8')) as { cases: Case[] }).cases
}

/** Agreement within a relative tolerance; `label` says which case failed. */
export function expectNear(actual: number, expected: number, tolerance: number, label = ''): void {
  const distance = Math.abs(actual - expected)
  const near = distance <= tolerance * Math.abs(expected)
  expect(near, `${label}: got ${actual}, expected ${expected} within ${tolerance}`).toBe(true)
}
