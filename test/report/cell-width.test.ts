import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { isOneCellEach, loadCellWidth } from '../../src/report/cell-width.ts'

test('what counts as one cell each is one cell each', () => {
  const texts = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isOneCellEach)
  expect(texts.filter(text => stringWidth(text) !== 1)).toEqual([])
  expect(texts.length).toBeGreaterThan(1000)
})

test.each([
  ['age', 3],
  ['▁▂▃ ✗ → …', 9],
  ['年齢', 4],
  ['e\u0301', 1],
  ['👩‍💻', 2],
  ['ก็', 1],
])('%s takes %i cells', async (text, width) => {
  const cellWidth = await loadCellWidth(text)
  expect(cellWidth(text)).toBe(width)
})
