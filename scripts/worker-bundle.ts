import { resolve } from 'node:path'
import type { BuildOptions } from 'esbuild'

/** Programs that run outside Nitro, by the name of their bundle under `.output/worker`. */
const entries = {
  index: 'server/worker/index.ts',
  migrate: 'server/cli/migrate.ts',
  seed: 'server/cli/seed.ts',
  'admin-create': 'server/cli/admin-create.ts',
  'audit-verify': 'server/cli/audit-verify.ts',
  'keys-rotate': 'server/cli/keys-rotate.ts',
  'statistics-recount': 'server/cli/statistics-recount.ts',
  picture: 'server/domains/files/inspect/picture-process.ts',
}

/** The worker and the command-line programs. */
export type Bundle = keyof typeof entries

/**
 * How they are bundled: our code in one file each, packages left in node_modules.
 * The aliases are those that Nuxt gives to the same files.
 * @param outdir where the bundles go, from the project's root
 */
export function workerBundle(outdir: string, bundles: Bundle[] = Object.keys(entries) as Bundle[]): BuildOptions {
  const root = resolve('.')
  return {
    entryPoints: Object.fromEntries(bundles.map((bundle) => [bundle, resolve(entries[bundle])])),
    outdir: resolve(outdir),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    sourcemap: true,
    alias: { '#shared': resolve('shared'), '~~': root, '~': root },
    logLevel: 'silent',
  }
}
