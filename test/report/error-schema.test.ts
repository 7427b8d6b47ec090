import { expect, test } from 'vitest'
import schema from '../../schemas/error.schema.json' with { type: 'json' }
import { errorCodes } from '../../src/errors.ts'

test('the published list of error codes is the one in use', () => {
  expect(schema.properties.error.properties.code.enum).toEqual([...errorCodes])
})
