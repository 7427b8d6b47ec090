import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { collectFiles } from '../../src/artifacts/collect-files.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mlreg-collect-'))
  mkdirSync(join(directory, 'model/parts'), { recursive: true })
  writeFileSync(join(directory, 'model/parts/a'), 'a')
})

const names = async (follow = false) =>
  (await collectFiles(join(directory, 'model'), { follow })).map(({ name }) => name)

test('a store is not stored, wherever it lies', async () => {
  mkdirSync(join(directory, 'model/.mlreg/artifacts/sha256'), { recursive: true })
  expect(await names()).toEqual(['model/parts/a'])
  writeFileSync(join(directory, 'model/.mlreg/mlreg.db'), '')
  await expect(names()).rejects.toThrow(/\.mlreg is a store, and cannot be stored$/)
})

test('links that lead back are told of, and the same directory twice is none', async () => {
  symlinkSync('parts', join(directory, 'model/again'))
  expect(await names(true)).toEqual(['model/again/a', 'model/parts/a'])
  for (const name of ['x', 'y']) symlinkSync('..', join(directory, 'model/parts', name))
  await expect(names(true)).rejects.toThrow(/(parts|again)\/[xy] leads back to .*model, which it lies in$/)
})
