import { describe, expect, test } from 'vitest'
import { type BinContent, type BlockWeights, blockWeights } from '../../src/drift/block-weights.ts'
import { designEffect } from '../../src/drift/design-effect.ts'
import type { ColumnProfile } from '../../src/profile/profile.ts'
import { stream } from './two-samples.ts'
import { categorical, numeric } from './windows.ts'

type Block = readonly (number | string)[]

const uniforms = (seed: number, count: number) => stream([seed, count, 0, 1, 0])

/** Blocks that differ in level; values are cut to levels where there are any. */
function blocksOf(seed: number, count: number, shift: number, levels = 0): number[][] {
  const next = uniforms(seed, count * 41)[Symbol.iterator]()
  const draw = () => next.next().value as number
  return Array.from({ length: count }, () => {
    const [level, length] = [draw() + shift, 20 + Math.floor(20 * draw())]
    const values = Array.from({ length }, () => level + draw())
    return levels > 0 ? values.map(value => Math.floor(value * levels)) : values
  })
}

const named = (blocks: readonly (readonly number[])[]) => blocks.map(block => block.map(value => `v${value}`))

function profileOf(blocks: readonly Block[]): ColumnProfile {
  const values = blocks.flat()
  return typeof values[0] === 'string' ? categorical(values as string[]) : numeric(values as number[])
}

/** Which of the bins a value is in. */
function binOf(value: number | string, bins: readonly BinContent[]): number {
  const exact = bins.findIndex(
    bin => (bin.holds === 'number' && bin.at === value) || (bin.holds === 'category' && bin.name === value),
  )
  if (exact >= 0) return exact
  const from = bins.findLastIndex(bin => bin.holds === 'from' && bin.at <= Number(value))
  return from >= 0 ? from : bins.findIndex(({ holds }) => holds === 'rare')
}

function sumsOf(blocks: readonly Block[], { bins, ...weights }: BlockWeights, side: 'reference' | 'current') {
  const counts = blocks.map(block => {
    const held = new Array<number>(bins.length).fill(0)
    for (const value of block) held[binOf(value, bins)] = (held[binOf(value, bins)] ?? 0) + 1
    return held
  })
  const total = (of: (held: readonly number[], rows: number) => number) =>
    counts.reduce((sum, held, i) => sum + of(held, (blocks[i] as Block).length), 0)
  return {
    blocks: blocks.length,
    pairs: total((_, n) => n * n),
    squares: total(held => held.reduce((sum, k, i) => sum + k * (weights[side][i] as number), 0) ** 2),
    bins: bins.map((_, i) => ({
      rows: total(held => held[i] as number),
      squares: total(held => (held[i] as number) ** 2),
      products: total((held, n) => (held[i] as number) * n),
    })),
  }
}

function effectOf(reference: readonly Block[], current: readonly Block[], weights: BlockWeights): number {
  return designEffect(
    weights,
    {
      reference: sumsOf(reference, weights, 'reference'),
      current: sumsOf(current, weights, 'current'),
    },
    0.95,
  )
}

/** Σ (c − r)·ln(c/r) with half a row added to each bin, from counts alone. */
function psi(before: readonly number[], after: readonly number[]): number {
  const share = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count + 0.5, 0)
    return counts.map(count => (count + 0.5) / total)
  }
  const [r, c] = [share(before), share(after)]
  return r.reduce((sum, one, i) => sum + ((c[i] as number) - one) * Math.log((c[i] as number) / one), 0)
}

/** The variance of PSI over windows put together from parts of these, drawn with replacement. */
function drawnVariance(
  reference: readonly Block[],
  current: readonly Block[],
  weights: BlockWeights,
  seed: number,
): number {
  const bins = weights.bins.length
  const binned = (blocks: readonly Block[]) =>
    blocks.map(block => block.map(value => binOf(value, weights.bins)))
  const [before, after] = [binned(reference), binned(current)]
  const draws = 1500
  const next = uniforms(seed, draws * (before.length + after.length))[Symbol.iterator]()
  const drawn = (parts: readonly (readonly number[])[]) => {
    const total = new Array<number>(bins).fill(0)
    for (const _ of parts) {
      const part = parts[Math.floor((next.next().value as number) * parts.length)] ?? []
      for (const bin of part) total[bin] = (total[bin] ?? 0) + 1
    }
    return total
  }
  const values = Array.from({ length: draws }, () => psi(drawn(before), drawn(after)))
  const mean = values.reduce((sum, value) => sum + value, 0) / draws
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1)
}

const rowsOf = (blocks: readonly Block[]): Block[] => blocks.flat().map(value => [value])

describe('drawing whole blocks, a thousand times over, makes PSI vary by as much', () => {
  test.each([
    ['numbers', blocksOf(11, 40, 0), blocksOf(12, 40, 0.5)],
    ['numbers, few blocks against many', blocksOf(13, 60, 0), blocksOf(14, 20, -0.5)],
    ['numbers that repeat', blocksOf(15, 40, 0, 4), blocksOf(16, 40, 0.4, 4)],
    ['categories', named(blocksOf(17, 40, 0, 4)), named(blocksOf(18, 40, 0.4, 4))],
    ['categories, rare ones among them', named(blocksOf(19, 40, 0, 40)), named(blocksOf(20, 40, 0.3, 40))],
  ])(
    '%s',
    (_, reference, current) => {
      const weights = blockWeights(profileOf(reference), profileOf(current))
      const effect = effectOf(reference, current, weights)
      expect(effect).toBeGreaterThan(2)
      const byBlocks = drawnVariance(reference, current, weights, 21)
      const byRows = drawnVariance(rowsOf(reference), rowsOf(current), weights, 22)
      // Draws say a variance to 4%; the rest is what PSI is curved.
      expect(Math.abs(Math.log(effect / (byBlocks / byRows)))).toBeLessThan(0.2)
    },
    60_000,
  )
})

describe('laws', () => {
  const [reference, current] = [blocksOf(31, 30, 0), blocksOf(32, 30, 0.4)]
  const weights = blockWeights(profileOf(reference), profileOf(current))

  test('rows that are blocks of their own are worth what they are', () => {
    expect(effectOf(rowsOf(reference), rowsOf(current), weights)).toBeCloseTo(1, 2)
  })

  test('a window of every row twice is worth half its rows', () => {
    const twice = (blocks: readonly Block[]) => rowsOf(blocks).map(([value]) => [value, value] as Block)
    const doubled = blockWeights(profileOf(twice(reference)), profileOf(twice(current)))
    expect(effectOf(twice(reference), twice(current), doubled)).toBeCloseTo(2, 1)
  })

  test('windows that are equal have no direction, and the effect of their bins', () => {
    const same = blockWeights(profileOf(reference), profileOf(reference))
    expect(sumsOf(reference, same, 'current').squares).toBe(0)
    expect(effectOf(reference, reference, same)).toBeGreaterThan(1)
  })

  test('weights of a window have a mean of nothing', () => {
    for (const side of ['reference', 'current'] as const) {
      const values = { reference, current }[side].flat()
      const sum = values.reduce(
        (total, value) => total + (weights[side][binOf(value, weights.bins)] as number),
        0,
      )
      expect(Math.abs(sum / values.length)).toBeLessThan(1)
    }
  })
})
