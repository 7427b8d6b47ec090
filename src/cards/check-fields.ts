import { isTable } from '../config/setting-texts.ts'
import { nearest } from '../nearest.ts'
import { type Card, ownFields } from './card.ts'
import { type CardFinding, error, warning } from './finding.ts'
import { hubKeys, ownKeys } from './template.ts'

const lists = ['tags', 'datasets', 'metrics'] as const

/** Front matter that nobody knows, or that has another shape than its readers expect. */
export function checkFields(card: Card): CardFinding[] {
  const { frontMatter } = card
  const unknown = [
    ...Object.keys(frontMatter).flatMap(key => unknownField(key, hubKeys, '')),
    ...Object.keys(ownFields(card)).flatMap(key => unknownField(key, ownKeys, 'mlreg.')),
  ]
  const shapes = [
    ...(isTable(frontMatter.mlreg)
      ? []
      : [
          error(
            'missing',
            'mlreg',
            'the front matter has no table "mlreg" that says which version the card is of',
          ),
        ]),
    ...lists.flatMap(key => {
      const value = frontMatter[key]
      const isFine =
        value === undefined || value === null || typeof value === 'string' || Array.isArray(value)
      return isFine ? [] : [error('bad-value', key, 'has to be a list')]
    }),
    ...indexShape(frontMatter['model-index']),
  ]
  return [...shapes, ...unknown]
}

function indexShape(index: unknown): CardFinding[] {
  if (index === undefined) return []
  const isFine =
    Array.isArray(index) &&
    index.every(entry => isTable(entry) && typeof entry.name === 'string' && Array.isArray(entry.results))
  return isFine
    ? []
    : [error('bad-value', 'model-index', 'has to be a list of entries with a name and results')]
}

function unknownField(key: string, known: readonly string[], before: string): CardFinding[] {
  if (known.includes(key)) return []
  const near = nearest(key, known)
  const meant = near === undefined ? 'nobody reads it' : `did you mean "${near}"?`
  return [warning('unknown-field', `${before}${key}`, `is no known field: ${meant}`)]
}
