import { configureGlobal } from 'fast-check'

/**
 * One seed for every property, so that a run can be repeated and a commit's result does not depend on luck.
 * `FC_SEED=7 FC_RUNS=5000 npx vitest run` looks further.
 */
configureGlobal({
  seed: Number(process.env.FC_SEED ?? 20_261_121),
  ...(process.env.FC_RUNS ? { numRuns: Number(process.env.FC_RUNS) } : {}),
})
