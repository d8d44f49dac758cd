import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withPlanted } from './source-tree'

const project = resolve('.')
const folders = ['app.vue', 'pages', 'components', 'composables', 'layouts', 'layers', 'plugins', 'middleware', 'server', 'shared']

interface Violation {
  rule: { name: string }
  from: string
  to: string
}

/** Runs dependency-cruiser with the project's rules in a folder. @returns `rule: from -> to`, one for each violation */
function cruise(root: string, entries: string[]): Promise<string[]> {
  const program = resolve(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [program, '--config', resolve(project, '.dependency-cruiser.cjs'), '--output-type', 'json', ...entries]
  return new Promise((done, fail) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      // The exit code is the number of violations; without a report the program itself has failed.
      if (!stdout.startsWith('{')) return fail(error ?? new Error(stderr))
      const { violations } = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary
      done(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort())
    })
  })
}

const vue = (line: string): string => `<script setup lang="ts">\n${line}\n</script>\n<template><p /></template>\n`
const none = 'export const nothing = 1\n'

/** What is allowed, in one small tree. */
const innocent = {
  'shared/schemas/visits.ts': "import { z } from 'zod'\nimport { time } from '../time'\nexport const visit = z.object({ time })\n",
  'shared/time.ts': none.replace('nothing', 'time'),
  'components/Kit.vue': vue(
    "import { time } from '#shared/time'\nimport type { visit } from '#shared/schemas/visits'\nconst load = () => import('#shared/schemas/visits')",
  ),
  'layers/host/composables/visit-check.ts': "import { visit } from '#shared/schemas/visits'\nexport const check = visit\n",
  'layers/host/components/Form.vue': vue(
    "import Other from '#layers/host/components/Other.vue'\nconst load = () => import('#layers/host/composables/visit-check')",
  ),
  'layers/host/components/Other.vue': vue(''),
  'layers/admin/components/Board.vue': vue(''),
  'server/core/ctx.ts': none,
  'server/infra/db.ts': none,
  'server/domains/visitors/use-cases/find-or-register-visitors.ts': none,
  'server/domains/visitors/use-cases/erase-visitor.ts': none,
  'server/domains/visitors/contact.ts': none,
  'server/domains/visitors/events.ts': none,
  'server/domains/visitors/jobs.ts': none,
  'server/domains/appointments/events.ts': none,
  'server/domains/appointments/graphql.ts': "import './use-cases/invite-guest'\n",
  'server/domains/appointments/handlers.ts': "import '../visitors/events'\nimport '../visitors/jobs'\n",
  'server/domains/appointments/use-cases/invite-guest.ts':
    "import '../../visitors/use-cases/find-or-register-visitors'\nimport '../events'\nimport '~~/server/core/ctx'\n",
  'server/domains/credentials/graphql/passes.ts': "import './invite'\n",
  'server/domains/credentials/graphql/invite.ts': none,
  'server/graphql/schema.ts': "import '../domains/appointments/graphql'\nimport '../domains/credentials/graphql/passes'\n",
  'server/worker/index.ts': "import '../domains/appointments/handlers'\n",
  'server/core/one.ts': "import type { Two } from './two'\nexport interface One { two: Two }\nexport const one = 1\n",
  'server/core/two.ts': "import { one } from './one'\nexport interface Two { one: typeof one }\n",
}

const planted: [violation: string, path: string, text: string][] = [
  ['ui-not-server: components/Bad.vue -> server/core/ctx.ts', 'components/Bad.vue', vue("import { nothing } from '~~/server/core/ctx'")],
  ['ui-not-server: pages/bad.vue -> server/core/ctx.ts', 'pages/bad.vue', vue("import type { nothing } from '~/server/core/ctx'")],
  [
    'ui-not-server: layers/host/pages/bad.vue -> server/core/ctx.ts',
    'layers/host/pages/bad.vue',
    vue("const lazy = () => import('../../../server/core/ctx')"),
  ],
  [
    'layer-not-layer: layers/host/components/Bad.vue -> layers/admin/components/Board.vue',
    'layers/host/components/Bad.vue',
    vue("import Board from '#layers/admin/components/Board.vue'"),
  ],
  [
    'kit-not-layers: composables/useBad.ts -> layers/admin/components/Board.vue',
    'composables/useBad.ts',
    "import Board from '#layers/admin/components/Board.vue'\nexport const bad = Board\n",
  ],
  ['shared-is-alone: shared/bad.ts -> server/core/ctx.ts', 'shared/bad.ts', "export { nothing } from '../server/core/ctx'\n"],
  [
    'server-not-ui: server/core/bad.ts -> components/Kit.vue',
    'server/core/bad.ts',
    "import Kit from '~~/components/Kit.vue'\nexport const bad = Kit\n",
  ],
  [
    'foundation-not-domains: server/infra/bad.ts -> server/domains/visitors/events.ts',
    'server/infra/bad.ts',
    "import '../domains/visitors/events'\n",
  ],
  [
    'foundation-not-domains: server/core/bad-type.ts -> server/domains/visitors/contact.ts',
    'server/core/bad-type.ts',
    "import type { nothing } from '../domains/visitors/contact'\nexport type Bad = typeof nothing\n",
  ],
  [
    'domain-appointments: server/domains/appointments/bad.ts -> server/domains/visitors/contact.ts',
    'server/domains/appointments/bad.ts',
    "import '../visitors/contact'\n",
  ],
  [
    'domain-appointments: server/domains/appointments/bad-call.ts -> server/domains/visitors/use-cases/erase-visitor.ts',
    'server/domains/appointments/bad-call.ts',
    "import '../visitors/use-cases/erase-visitor'\n",
  ],
  [
    'pages-load-no-checks: components/Heavy.vue -> shared/schemas/visits.ts',
    'components/Heavy.vue',
    vue("import { visit } from '~~/shared/schemas/visits'"),
  ],
  [
    'pages-load-no-checks: layers/host/components/Heavy.vue -> layers/host/composables/visit-check.ts',
    'layers/host/components/Heavy.vue',
    vue("import { check } from '#layers/host/composables/visit-check'"),
  ],
  ['pages-load-no-checks: shared/heavy.ts -> shared/schemas/visits.ts', 'shared/heavy.ts', "import { visit } from './schemas/visits'\n"],
  [
    'domain-to-domain: server/domains/audit/bad.ts -> server/domains/visitors/use-cases/find-or-register-visitors.ts',
    'server/domains/audit/bad.ts',
    "import '../visitors/use-cases/find-or-register-visitors'\n",
  ],
  [
    'handlers-only-in-worker: server/domains/appointments/bad-handlers.ts -> server/domains/appointments/handlers.ts',
    'server/domains/appointments/bad-handlers.ts',
    "import './handlers'\n",
  ],
  [
    'graphql-only-in-schema: server/domains/appointments/bad-graphql.ts -> server/domains/appointments/graphql.ts',
    'server/domains/appointments/bad-graphql.ts',
    "import './graphql'\n",
  ],
  [
    'graphql-not-graphql: server/domains/visitors/graphql/bad.ts -> server/domains/credentials/graphql/invite.ts',
    'server/domains/visitors/graphql/bad.ts',
    "import '../../credentials/graphql/invite'\n",
  ],
  ['product-not-tests: server/core/bad-test.ts -> tests/setup/thing.ts', 'server/core/bad-test.ts', "import '../../tests/setup/thing'\n"],
  [
    'no-cycles: server/infra/cycle-one.ts -> server/infra/cycle-two.ts',
    'server/infra/cycle-one.ts',
    "import { two } from './cycle-two'\nexport const one = two\n",
  ],
]

const support = { 'tests/setup/thing.ts': none, 'server/infra/cycle-two.ts': "import { one } from './cycle-one'\nexport const two = one\n" }

describe('the arrows between the parts', () => {
  it('hold in the product', { timeout: 60_000 }, async () => {
    expect(await cruise(project, folders)).toEqual([])
  })

  it('allow what they should', { timeout: 60_000 }, async () => {
    expect(await withPlanted(innocent, (root) => cruise(root, ['components', 'layers', 'server', 'shared']))).toEqual([])
  })

  it('catch each planted violation', { timeout: 60_000 }, async () => {
    const tree = { ...innocent, ...support, ...Object.fromEntries(planted.map(([, path, text]) => [path, text])) }
    const found = await withPlanted(tree, (root) => cruise(root, ['components', 'composables', 'pages', 'layers', 'server', 'shared']))
    expect(found).toEqual(expect.arrayContaining(planted.map(([violation]) => violation)))
  })
})
