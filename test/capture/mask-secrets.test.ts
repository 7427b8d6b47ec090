import { expect, test } from 'vitest'
import {
  isSecretVariable,
  masked,
  maskedCommand,
  withoutCredentials,
} from '../../src/capture/mask-secrets.ts'
import { captureVariables } from '../../src/capture/variables.ts'

test.each([
  ['https://me:hunter22@host/x.git', 'https://me:***@host/x.git'],
  ['https://ghp_0123456789abcdefghij@github.com/x', 'https://***@github.com/x'],
  ['https://git@github.com/x', 'https://git@github.com/x'],
  ['git@github.com:x/y.git', 'git@github.com:x/y.git'],
  ['postgres://u:p@db:5432/t and https://a:b@c', 'postgres://u:***@db:5432/t and https://a:***@c'],
])('%s', (address, expected) => {
  expect(withoutCredentials(address)).toBe(expected)
})

test.each([
  ['train --password hunter2', 'train --password ***'],
  ['train --db_password=hunter2', 'train --db_password=***'],
  ['train --hf-token x --token y -p 1', 'train --hf-token *** --token *** -p 1'],
  [
    'train --max-tokens 5 --pad-token x --tokenizer bert',
    'train --max-tokens 5 --pad-token x --tokenizer bert',
  ],
  ['train --secret --flag', 'train --secret --flag'],
  ['env API_KEY=abc train', 'env API_KEY=*** train'],
  ['curl https://a:b@c/d', 'curl https://a:***@c/d'],
  ['train sk-12345678', 'train ***'],
])('%s', (command, expected) => {
  const env = { OPENAI_API_KEY: 'sk-12345678', OTHER: 'bert' }
  expect(maskedCommand(command.split(' '), env).join(' ')).toBe(expected)
})

test('secrets are known by the names of their variables', () => {
  for (const name of [
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'DB_PASSWORD',
    'MLREG_SLACK_URL',
    'SENTRY_DSN',
    'SLURM_JWT',
  ]) {
    expect(isSecretVariable(name), name).toBe(true)
  }
  for (const name of ['PATH', 'CUDA_VISIBLE_DEVICES', 'PYTHONHASHSEED', 'PWD']) {
    expect(isSecretVariable(name), name).toBe(false)
  }
})

test('what is kept of an environment', () => {
  const env = {
    PATH: '/bin',
    CUDA_VISIBLE_DEVICES: '1',
    TF_VAR_db: 'x',
    SLURM_JWT: 'eyJhbGciOi',
    HOME: '/home/me',
    MINE: 'has eyJhbGciOi inside',
  }
  expect(captureVariables(env, ['MINE'])).toEqual({
    CUDA_VISIBLE_DEVICES: '1',
    MINE: 'has *** inside',
    PATH: '/bin',
    SLURM_JWT: '***',
  })
  // A short value is found in too much, and a path is no secret.
  expect(masked('a path /run/secret', { MY_SECRET: 'path', KEY_SECRET_FILE: '/run/secret' })).toBe(
    'a path /run/secret',
  )
})
