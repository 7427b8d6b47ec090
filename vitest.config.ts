import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-program.ts'],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 60_000,
  },
})
