import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeText } from '../../src/terminal/escape.ts'

describe('escapeText', () => {
  test.each([
    ['escape sequences', '\u001b[31mred', '\\u001b[31mred'],
    ['line ends and tabs', 'a\r\nb\tc', 'a\\u000d\\u000ab\\u0009c'],
    ['C1 controls and DEL', '\u009b2J\u007f', '\\u009b2J\\u007f'],
    ['bidirectional overrides', 'user\u202etxt.exe', 'user\\u202etxt.exe'],
    ['bidirectional isolates', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['zero-width characters', 'a\u200bg\ufeffe', 'a\\u200bg\\ufeffe'],
    ['joiners outside emoji', 'a\u200db', 'a\\u200db'],
    ['lone surrogates', 'a\ud800b\udfff', 'a\\ud800b\\udfff'],
    ['noncharacters', '\ufffe\uffff', '\\ufffe\\uffff'],
    ['hidden tags', 'a\u{e0041}', 'a\\u{e0041}'],
    ['line separators', 'a\u2028b', 'a\\u2028b'],
    ['a leading combining mark', '\u0301a', '\\u0301a'],
  ])('escapes %s', (_what, text, escaped) => {
    expect(escapeText(text)).toBe(escaped)
  })

  test.each([
    ['ASCII with a backslash', 'C:\\data\\age | 50% <b>'],
    ['CJK', '年齢 나이 ｶﾞ'],
    ['combining marks', 'e\u0301 ก็ हिन्दी'],
    ['emoji', '🙂 ❤️ 👍🏽 1️⃣ 🇩🇪'],
    ['emoji joined', '👩‍💻 👩🏽‍❤️‍👨🏻 🏳️‍🌈'],
    ['a regional flag', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['a Han variant', '葛\u{e0100}'],
    ['right-to-left letters', 'גיל عمر'],
  ])('keeps %s', (_what, text) => {
    expect(escapeText(text)).toBe(text)
  })

  test('leaves nothing a terminal would obey, and escapes once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const escaped = escapeText(text)
        expect(escaped).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b]/u)
        expect(escapeText(escaped)).toBe(escaped)
      }),
    )
  })
})
