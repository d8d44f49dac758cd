import { defineConfig } from '@playwright/test'
import { chromiumArguments, chromiumPath } from './tests/e2e/chromium'

/** The built server in the machine's Chromium. Started once; every test signs in for itself and makes the visits that it needs. */
export default defineConfig({
  testDir: 'tests/e2e',
  tsconfig: 'tests/tsconfig.json',
  globalSetup: './tests/e2e/serve.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  // One: a scanner is told from a typist by its pace, which a crowded machine does not keep.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['line']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'off',
    actionTimeout: 10_000,
    launchOptions: { executablePath: chromiumPath(), args: chromiumArguments },
  },
})
