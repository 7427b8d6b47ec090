import { expect, test } from 'vitest'
import { isPlenty, sizeNeeded } from '../../src/drift/rows-needed.ts'

test.each([1, 4, 9, 30])('with %i degrees, plenty is more than what is needed, and hardly more', dof => {
  for (const alpha of [0.001, 0.05, 0.3]) {
    for (const minEffect of [0, 0.1, 0.5]) {
      const level = { alpha, minEffect }
      const needed = sizeNeeded(dof, level)
      expect(isPlenty(needed, dof, level)).toBe(false)
      expect(isPlenty(needed * 1.02, dof, level)).toBe(true)
    }
  }
})
