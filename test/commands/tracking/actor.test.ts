import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { actorOf } from '../../../src/commands/tracking/actor.ts'

test('--as comes before the environment, and what is blank names nobody', async () => {
  const env = { MLREG_ACTOR: 'ann', GITHUB_ACTOR: 'octocat', PATH: process.env.PATH }
  const cwd = tmpdir()
  expect(await actorOf({ env, cwd }, 'ben')).toBe('ben')
  expect(await actorOf({ env, cwd }, ' ')).toBe('ann')
  expect(await actorOf({ env: { ...env, MLREG_ACTOR: '\t' }, cwd })).toBe('octocat')
})
