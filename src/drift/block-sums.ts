import type { Engine } from '../data/engine.ts'
import type { OpenedWindow, WindowColumn } from '../data/window.ts'
import { binSql } from './bin-sql.ts'
import type { BlockWeights } from './block-weights.ts'

/** The blocks of a window. */
export interface Blocks {
  readonly count: number
  /** How many of one size would be worth as much: (Σ rows)² / Σ rows², after Kish 1965. */
  readonly effective: number
}

/** Sums over the blocks of a window, for one column: of whole numbers, and exact. With n the rows of a block: */
export interface BlockSums {
  readonly blocks: number
  /** Σ n². */
  readonly pairs: number
  /** Σ u², with u the sum of the weights of a block's rows. */
  readonly squares: number
  /** With k the rows of a block in a bin. */
  readonly bins: readonly {
    /** Σ k. */
    readonly rows: number
    /** Σ k². */
    readonly squares: number
    /** Σ k·n. */
    readonly products: number
  }[]
}

interface Windows {
  readonly reference: OpenedWindow
  readonly current: OpenedWindow
}

/**
 * Adds up one column of a window by blocks, where `block` is an expression that is the same for all rows of one; rows where
 * it is null are one block as well. The engine holds a row for each block and bin, and puts them aside where they are many.
 */
export async function blockSums(
  engine: Engine,
  windows: Windows,
  role: keyof Windows,
  block: string,
  name: string,
  weights: BlockWeights,
): Promise<BlockSums> {
  const [column, known] = [windows[role], windows.reference].map(window =>
    window.columns.find(each => each.name === name),
  ) as [WindowColumn, WindowColumn]
  const isKnown =
    role === 'current' ? `IN (SELECT ${known.sql} FROM ${windows.reference.relation})` : undefined
  const rows = await engine.rows(
    `WITH cells AS MATERIALIZED (
       SELECT ${block} AS g, ${binSql(column, weights.bins, isKnown)} AS b, CAST(count(*) AS HUGEINT) AS k
       FROM ${windows[role].relation} GROUP BY g, b),
     blocks AS MATERIALIZED (SELECT g, sum(k) AS n, sum(k * ([${weights[role].join(', ')}])[b + 1]) AS u FROM cells GROUP BY g)
     SELECT -1 AS b, ${doubles('count(*)', 'sum(n * n)', 'sum(u * u)')} FROM blocks UNION ALL
     SELECT b, ${doubles('sum(k)', 'sum(k * k)', 'sum(k * n)')}
     FROM cells JOIN blocks ON cells.g IS NOT DISTINCT FROM blocks.g GROUP BY b`,
  )
  const found = new Map(rows.map(({ b, x, y, z }) => [Number(b), [Number(x), Number(y), Number(z)] as const]))
  const [blocks, pairs, squares] = found.get(-1) ?? [0, 0, 0]
  const bins = weights.bins.map((_, place) => {
    const [held, squared, products] = found.get(place) ?? [0, 0, 0]
    return { rows: held, squares: squared, products }
  })
  return { blocks, pairs, squares, bins }
}

function doubles(...sums: readonly [string, string, string]): string {
  return sums.map((sum, i) => `CAST(${sum} AS DOUBLE) AS ${'xyz'[i]}`).join(', ')
}
