import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isTable } from '../config/setting-texts.ts'
import { MlregError } from '../errors.ts'
import type { Artifact } from '../store/artifact-rows.ts'
import { blobFile } from '../store/store-layout.ts'
import type { ModelDescription } from './versions.ts'

export const longestMlmodel = 2 ** 24

/**
 * The flavours and the signature that the `MLmodel` file among a model's stored files tells, null when there is none.
 * Throws `bad-input` when that file is no YAML table.
 */
export function readMlmodel(
  storeDirectory: string,
  files: readonly Artifact[],
  root: string,
): ModelDescription | null {
  const file = files.find(({ path }) => path === 'MLmodel' || path === `${root}/MLmodel`)
  if (file === undefined) return null
  if (file.bytes > longestMlmodel) throw unreadable(file.path, 'it is longer than 16 MiB')
  const text = readFileSync(blobFile(storeDirectory, file.digest), 'utf8')
  return describeMlmodel(text, file.path)
}

/** The same, of the text of an `MLmodel` file. */
export function describeMlmodel(text: string, path: string): ModelDescription {
  const content = parseYaml(text, path)
  if (!isTable(content)) throw unreadable(path, 'it is no table')
  const { flavors, signature } = content
  return {
    flavors: isTable(flavors) ? Object.keys(flavors) : [],
    signature: isTable(signature)
      ? {
          inputs: parsed(signature.inputs),
          outputs: parsed(signature.outputs),
          params: parsed(signature.params),
        }
      : null,
  }
}

function parseYaml(text: string, path: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw unreadable(path, (error as Error).message.split('\n')[0] ?? '', error)
  }
}

/** The parts of a signature are JSON in a string. */
function parsed(part: unknown): unknown {
  if (typeof part !== 'string') return part ?? null
  try {
    return JSON.parse(part)
  } catch {
    return part
  }
}

function unreadable(path: string, why: string, cause?: unknown): MlregError {
  return new MlregError('bad-input', `cannot read ${path}: ${why}`, {
    hint: 'mend or remove that file, which describes the model',
    cause,
  })
}
