import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { wrapLines } from '../../src/report/wrap-lines.ts'

test('what goes on is indented further, and each line by itself', async () => {
  const text = 'churn/2: None -> Production is refused\n  Production takes versions from Staging\nend\n'
  expect(await wrapLines(text, 26)).toBe(
    [
      'churn/2: None ->',
      '    Production is refused',
      '  Production takes',
      '      versions from',
      '      Staging',
      'end\n',
    ].join('\n'),
  )
  expect(await wrapLines(text, 80)).toBe(text)
  expect(await wrapLines(text, Infinity)).toBe(text)
})

test('a word that is longer than a line stays whole', async () => {
  const path = `/models/${'very-'.repeat(10)}long.bin`
  expect(await wrapLines(`cannot read ${path} now\n`, 20)).toBe(`cannot read\n    ${path}\n    now\n`)
})

test('no line is wider than asked for unless it is one word, and no word is lost', async () => {
  const words = fc.array(fc.constantFrom('a', 'Staging', 'änderung', '模型', '2 of 3', 'accuracy'), {
    minLength: 1,
  })
  await fc.assert(
    fc.asyncProperty(words, fc.nat(4), fc.integer({ min: 4, max: 40 }), async (said, indent, width) => {
      const text = `${' '.repeat(indent)}${said.join(' ')}\n`
      const wrapped = await wrapLines(text, width)
      expect(wrapped.split(/\s+/)).toEqual(text.split(/\s+/))
      for (const line of wrapped.split('\n')) {
        expect(stringWidth(line) <= width || !line.trim().includes(' ')).toBe(true)
      }
    }),
  )
})
