import { beforeEach, expect, test } from 'vitest'
import { MlregError } from '../../src/errors.ts'
import { setAlias } from '../../src/registry/aliases.ts'
import { checkModelName } from '../../src/registry/model-name.ts'
import { ensureModel, takeVersionNumber } from '../../src/registry/models.ts'
import { resolveVersion, resolveVersionPath } from '../../src/registry/resolve-version.ts'
import { insertVersion, updateVersion, type Version } from '../../src/registry/versions.ts'
import type { Store } from '../../src/store/store.ts'
import { newStore } from '../store/new-store.ts'

let store: Store

beforeEach(async () => {
  store = await newStore()
})

function add(name: string, stage = 'None'): Version {
  return store.write(() => {
    const model = ensureModel(store, name, 0)
    return insertVersion(store, model, {
      ...{ version: takeVersionNumber(store, model, 0), stage, stagedMs: 0, runId: null, source: '/x' },
      ...{ root: 'x', digest: 'd', bytes: 0, description: '', mlmodel: null, baseline: null },
      ...{ baselineData: null, drift: null, card: null, createdMs: 0, user: 'tester' },
    })
  })
}

const numberOf = (text: string) => resolveVersion(store, text).version

function codeOf(text: string): string {
  try {
    return `${numberOf(text)}`
  } catch (error) {
    return error instanceof MlregError ? error.code : String(error)
  }
}

// reference/tracking.md 3.2: each line was executed against MLflow 3.17.2.
test('references mean what they mean in MLflow', () => {
  add('churn')
  const second = add('churn', 'Production')
  add('churn', 'Production')
  const fourth = add('churn', 'Staging')
  const fifth = add('churn')
  store.write(() => {
    setAlias(store, second, 'Champion')
    setAlias(store, second, '1')
    setAlias(store, second, 'production')
  })
  expect(numberOf('models:/churn/2')).toBe(2)
  expect(numberOf('models:/churn/latest')).toBe(5)
  expect(numberOf('models:/churn/LaTeSt')).toBe(5)
  expect(numberOf('models:/churn@latest')).toBe(5)
  expect(numberOf('churn@LATEST')).toBe(5)
  // The highest in the stage, in any case.
  expect(numberOf('models:/churn/Production')).toBe(3)
  expect(numberOf('churn/pRODUCTION')).toBe(3)
  expect(numberOf('churn/none')).toBe(5)
  expect(codeOf('churn/Archived')).toBe('not-found')
  expect(codeOf('churn/Prodution')).toBe('not-found')
  // Aliases know case, and have nothing to do with stages or numbers.
  expect(numberOf('models:/churn@Champion')).toBe(2)
  expect(codeOf('churn@champion')).toBe('not-found')
  expect(numberOf('churn@1')).toBe(2)
  expect(numberOf('churn@production')).toBe(2)
  // Deleted versions are not meant by anything.
  store.write(() => updateVersion(store, fifth, { lifecycle: 'deleted', deletedMs: 1 }))
  expect(numberOf('churn/latest')).toBe(4)
  expect(codeOf('churn/5')).toBe('not-found')
  store.write(() => updateVersion(store, fourth, { stage: 'None' }))
  expect(codeOf('churn/staging')).toBe('not-found')
})

test('one part is no version, and the id of a logged model is told from a name', () => {
  add('churn')
  expect(codeOf('models:/churn')).toBe('usage')
  expect(codeOf('churn/')).toBe('usage')
  expect(codeOf('')).toBe('not-found')
  expect(() => resolveVersion(store, `models:/m-${'0'.repeat(32)}`)).toThrow(MlregError)
  expect(codeOf('models:/nobody/1')).toBe('not-found')
})

test('nothing is decoded, and names may hold what a reference is made of', () => {
  add('a%20b')
  add('a b')
  add('a b')
  // An import may bring such a name.
  const odd = add('odd@name')
  store.write(() => setAlias(store, odd, 'live'))
  expect(numberOf('models:/a%20b/latest')).toBe(1)
  expect(numberOf('models:/a b/latest')).toBe(2)
  expect(numberOf('odd@name/1')).toBe(1)
  expect(numberOf('models:/odd@name@live')).toBe(1)
})

test('paths below a version', () => {
  add('churn')
  expect(resolveVersionPath(store, 'churn/1/a/b.txt').path).toBe('a/b.txt')
  expect(resolveVersionPath(store, 'models:/churn/latest/').path).toBe('')
  expect(codeOf('churn/1/a')).toBe('usage')
})

test("one name in two of Unicode's ways is one model", () => {
  add('caf\u00e9')
  expect(add('cafe\u0301')).toMatchObject({ name: 'caf\u00e9', version: 2 })
  expect(numberOf('models:/cafe\u0301/latest')).toBe(2)
  // What was imported under the other spelling is found by either.
  add('zo\u0065\u0308')
  expect(numberOf('zo\u00eb/1')).toBe(1)
  expect(codeOf('CAF\u00c9/1')).toBe('not-found')
})

test('bytes that are no UTF-8, which arrive as U+FFFD, cannot name a model', () => {
  expect(() => checkModelName('chu\ufffdrn')).toThrow(/not valid Unicode/)
})
