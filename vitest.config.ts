import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/scratch-directory.ts', 'test/build-program.ts'],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 60_000,
    // Tests wait for disks and processes as much as they compute: on two cores, two take half the time of one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
