import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** What does not fit the shipped schema of this name, in words; empty when all does. */
export function violations(name: string, document: unknown): string {
  const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false })
  ajv.validate(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')), document)
  return ajv.errorsText(ajv.errors).replace('No errors', '')
}
