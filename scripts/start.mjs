// What `npm start` shows: the drift gate on two windows that are shipped, and the status a CI step would get.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = 'fixtures/windows'
const favourite = 'bike-rental'
const names = readdirSync(root).sort()
const name = [favourite, ...names].find(one => existsSync(join(root, one, 'reference.parquet')))
const words = ['drift', `${root}/${name}/reference.parquet`, `${root}/${name}/current.parquet`]

process.stdout.write(`$ mlreg ${words.join(' ')}\n\n`)
const { status } = spawnSync(process.execPath, ['bin/mlreg.js', ...words], { stdio: 'inherit' })
const meanings = ['answered, and fine', 'answered, and not fine', 'not answered']
process.stdout.write(`\nexit status: ${status} (${meanings[status ?? 2] ?? 'killed'})\n`)
// The windows have drifted, and showing so is a success.
process.exitCode = status === 0 || status === 1 ? 0 : 2
