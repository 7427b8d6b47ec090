import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/scratch-directory.ts', 'test/build-program.ts'],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 60_000,
  },
})
