import { expect, test } from 'vitest'
import { parseRegistry } from '../../src/config/registry-section.ts'

const read = (value: unknown) => () => parseRegistry(value, 'mlreg.toml')

test.each([
  [['Live', 'live'], /"live" differs from "Live" only in case/],
  [['new', 'a/b'], /"a\/b" has a \//],
  [['new', '7'], /"7" means a version by its number/],
  [['new', 'Latest'], /"Latest" means .* the newest one/],
  [['new', ' '], /" " is empty/],
  [['new', 'a\nb'], /control character/],
])('stages %j, which no reference could say, are refused by file and key', (stages, message) => {
  expect(read({ stages })).toThrow(message)
  expect(read({ stages })).toThrow(/^mlreg\.toml: registry\.stages: /)
})

test('rules know the file and the key that they are from', () => {
  const stage = () => ({ Production: { rules: ['auc > 0.8'] } })
  const section = parseRegistry({ stage: stage(), model: { churn: { stage: stage() } } }, 'mlreg.toml')
  expect(section.stage?.Production?.rulesFrom).toBe('mlreg.toml: registry.stage.Production.rules')
  expect(section.model?.churn?.stage?.Production?.rulesFrom).toBe(
    'mlreg.toml: registry.model.churn.stage.Production.rules',
  )
})

test.each(['', [], '2', -1, 1.5, true, Number.NaN, new Date(0)])(
  '%j is no number of approvals',
  approvals => {
    expect(read({ stage: { Production: { approvals } } })).toThrow(
      'mlreg.toml: registry.stage.Production.approvals has to be a whole number',
    )
  },
)

test.each([0, 2, 2n])('%s is one', approvals => {
  const section = parseRegistry({ stage: { Production: { approvals } } }, 'mlreg.toml')
  expect(section.stage?.Production?.approvals).toBe(Number(approvals))
})
