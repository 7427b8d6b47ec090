import { readdir, readFile } from 'node:fs/promises'
import { MlregError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { shippedFile } from '../package.ts'
import type { Command, Context, Outcome } from './command.ts'
import { examples } from './help/examples.ts'

const ending = '.schema.json'

export const schema: Command = {
  declare(parent, run) {
    const command = parent
      .command('schema')
      .description("print the JSON Schema of a command's --json, or list the names")
      .argument('[name]', 'such as drift')
      .action(run(runSchema))
    examples(command, ['mlreg schema', 'mlreg schema drift > drift.schema.json'])
  },
}

async function runSchema({ operands: [asked] }: Context<object, [name?: string]>): Promise<Outcome> {
  const names = await schemaNames()
  if (asked === undefined) return { text: names.map(one => `${one}\n`).join(''), fine: true }
  const name = plainName(asked)
  if (names.includes(name)) return { text: await readFile(schemaFile(name), 'utf8'), fine: true }
  const near = nearest(name, names)
  throw new MlregError('not-found', `there is no schema "${name}"`, {
    hint: near === undefined ? `there are ${names.join(', ')}` : `did you mean "${near}"?`,
  })
}

/** `gate` of what a document says of itself: `mlreg.gate/1`. */
function plainName(name: string): string {
  return name.replace(/^mlreg\.(.*)\/1$/, '$1')
}

/** The names of the schemas that are shipped, in code point order. */
export async function schemaNames(): Promise<string[]> {
  const files = await readdir(shippedFile('schemas/'))
  return files
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length))
    .sort()
}

function schemaFile(name: string): URL {
  return shippedFile(`schemas/${name}${ending}`)
}
