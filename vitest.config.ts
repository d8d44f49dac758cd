import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
/** The tests need no generated tsconfig: they run in a clone that Nuxt has not prepared yet. Vite hands it on to oxc, though its type says less. */
const withoutTsconfig = { tsconfig: false, exclude: /\.js$/ }

/** Unit tests stand beside the code; integration and structure tests under `tests/`. All may use the database and Redis. */
export default defineConfig({
  resolve: {
    alias: [
      { find: '#shared', replacement: resolve(root, 'shared') },
      { find: /^~~?(?=\/)/, replacement: root },
      // One copy of graphql, the one that the packages load: Vite would choose its other form, whose types are strangers to theirs.
      { find: /^graphql$/, replacement: resolve(root, 'node_modules/graphql/index.js') },
    ],
  },
  plugins: [vue()],
  oxc: withoutTsconfig,
  test: {
    environment: 'node',
    globalSetup: [resolve(root, 'tests/setup/global-setup.ts')],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['{server,shared,layers,composables,components,i18n,scripts}/**/*.test.ts'] } },
      { extends: true, test: { name: 'integration', include: ['tests/{integration,architecture,setup}/**/*.test.ts'] } },
    ],
  },
})
