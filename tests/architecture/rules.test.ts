import { describe, expect, it } from 'vitest'
import { exportsAreDocumented } from './rules/docstrings'
import {
  browsersLoadWhatTheySay,
  languagesHaveTheSameKeys,
  languagesHaveTheSamePlaceholders,
  languagesHoldReadableTexts,
} from './rules/locales'
import { filesAreNamedByKind, namesSaySomething } from './rules/names'
import { pagesLoadWhatTheySay } from './rules/page-texts'
import { environmentIsReadOnce, nothingIsSilenced, rawSqlHasItsFiles, screensImportNoServer, writesAreWhole } from './rules/places'
import { mostFilesAreShort, noLongFiles } from './rules/sizes'
import { readTree, withPlanted, type Rule } from './source-tree'

interface Case {
  rule: Rule
  /** A tree in which exactly these files break the rule. */
  breaking: Record<string, string>
  /** Files beside them that do not. */
  innocent?: Record<string, string>
}

const lines = (count: number): string => 'line\n'.repeat(count)

const cases: Record<string, Case> = {
  'no file is longer than 300 lines': {
    rule: noLongFiles,
    breaking: { 'server/long.ts': lines(301) },
    innocent: { 'server/just.ts': lines(300) },
  },
  'files are named by their kind': {
    rule: filesAreNamedByKind,
    breaking: {
      'server/scanPass.ts': '',
      'components/pass-qr.vue': '',
      'layers/host/components/inviteForm.vue': '',
      'pages/SignIn.vue': '',
      'composables/UseLive.ts': '',
    },
    innocent: {
      'server/scan-pass.test.ts': '',
      'server/scan.sql.ts': '',
      'components/PassQr.vue': '',
      'components/PassQr.test.ts': '',
      'layers/admin/pages/admin/gates/[gate].vue': '',
      'server/routes/i/[token]/cancel.post.ts': '',
      'server/routes/[...path].ts': '',
      'composables/useLive.ts': '',
      'middleware/signed-in.global.ts': '',
    },
  },
  'names say what is inside': {
    rule: namesSaySomething,
    breaking: {
      'server/utils.ts': '',
      'shared/date-helpers.ts': '',
      'server/helpers/date.ts': '',
      'server/passManager.ts': '',
      'server/mail.service.ts': '',
    },
    innocent: { 'server/domains/update-manager/events.ts': '', 'scripts/services/redis.ts': '' },
  },
  'what is exported has a docstring': {
    rule: exportsAreDocumented,
    breaking: {
      'server/core/a.ts': 'export const a = 1',
      'server/infra/b.ts': '// Not a docstring\nexport function b() {}',
      'shared/c.ts': 'export interface C { c: 1 }',
      'server/domains/x/use-cases/d.ts': '/** A file may begin with one. */\nimport c from "c"\nexport async function d() {}',
      'server/domains/x/events.ts': 'export const E = 1',
      'server/domains/x/jobs.ts': 'export class F {}',
    },
    innocent: {
      'server/core/g.ts': '/** Says it. */\nexport const g = 1\nconst h = 2\nexport default h',
      'server/core/a.test.ts': 'export const t = 1',
    },
  },
  'the environment is read once': {
    rule: environmentIsReadOnce,
    breaking: {
      'server/a.ts': 'const a = process.env.A',
      'server/b.ts': 'const { env } = process',
      'shared/c.ts': "const c = process['env']",
      'server/d.ts': "import { env } from 'node:process'",
      'components/E.vue': '<script setup>const e = process.env.E</script>',
    },
    innocent: {
      'server/infra/env.ts': 'process.env.A',
      'scripts/a.ts': 'process.env.A',
      'server/f.ts': '// process.env is not read here',
      'nuxt.config.ts': 'process.env.A',
      'server/g.ts': 'process.pid',
    },
  },
  'raw SQL has its files': {
    rule: rawSqlHasItsFiles,
    breaking: {
      'server/a.ts': "pool.query('SELECT 1')",
      'server/b.ts': 'prisma.$queryRaw`SELECT 1`',
      'server/domains/x/c.ts': "tx.$executeRawUnsafe('DO 1')",
      'server/d.ts': "import { createPool } from 'mariadb'",
    },
    innocent: {
      'server/domains/x/a.sql.ts': "pool.query('SELECT 1')",
      'server/infra/b.ts': 'pool.end()',
      'server/domains/x/e.ts': "import type { Connection } from 'mariadb'",
      'server/a.test.ts': "pool.query('')",
    },
  },
  'many rows are written by one statement': {
    rule: writesAreWhole,
    breaking: { 'server/domains/x/a.sql.ts': "await connection.batch('INSERT INTO t VALUES (?)', rows)" },
    innocent: { 'server/a.ts': "insertRows(connection, 'INSERT INTO t VALUES', rows)", 'server/a.test.ts': "pool.batch('', [])" },
  },
  'screens import nothing of the server': {
    rule: screensImportNoServer,
    breaking: {
      'pages/a.vue': '<script setup lang="ts">\nimport type { A } from \'~~/server/core/a\'\n</script>',
      'layers/host/composables/useB.ts': "import { b } from '../../../server/b'",
      'components/C.vue': "<script setup>const c = await import('~/server/c')</script>",
    },
    innocent: { 'pages/b.vue': "<script setup>import { a } from '#shared/a'</script>", 'server/a.ts': "import { b } from '../server/b'" },
  },
  'no check is silenced and nothing left for later': {
    rule: nothingIsSilenced,
    breaking: { 'server/a.ts': '// @ts-ignore', 'server/b.ts': '// TODO: later', 'components/C.vue': '<!-- eslint-disable -->' },
  },
}

describe.each(Object.entries(cases))('%s', (_, { rule, breaking, innocent }) => {
  it('in the product', () => expect(rule(readTree('.'))).toEqual([]))

  it('and what is planted is caught', async () => {
    const broken = await withPlanted({ ...breaking, ...innocent }, (root) => rule(readTree(root)))
    const named = broken.map((line) => line.split(':', 1)[0])
    expect([...new Set(named)].sort()).toEqual(Object.keys(breaking).sort())
  })
})

describe('most files are short', () => {
  it('in the product', () => expect(mostFilesAreShort(readTree('.'))).toEqual([]))

  it('and two long ones among twenty are caught', async () => {
    const short = Object.fromEntries(Array.from({ length: 18 }, (_, index) => [`server/s${index}.ts`, lines(10)]))
    const look = (files: Record<string, string>) => withPlanted(files, (root) => mostFilesAreShort(readTree(root)))
    expect(await look({ ...short, 'server/a.ts': lines(249), 'server/b.ts': lines(250) })).toEqual([])
    expect(await look({ ...short, 'server/a.ts': lines(251), 'server/b.ts': lines(250) })).toHaveLength(1)
  })
})

describe('the languages', () => {
  const look = (rule: Rule, ru: object, en: object) =>
    withPlanted({ 'i18n/locales/ru.json': JSON.stringify(ru), 'i18n/locales/en.json': JSON.stringify(en) }, (root) => rule(readTree(root)))

  it('have the same keys, each with a text', async () => {
    expect(languagesHaveTheSameKeys(readTree('.'))).toEqual([])
    expect(await look(languagesHaveTheSameKeys, { a: { b: 'текст' } }, { a: { b: 'text' } })).toEqual([])
    expect(await look(languagesHaveTheSameKeys, { a: { b: 'текст' }, c: ' ' }, { a: {}, c: 'text' })).toEqual([
      'a.b: no text in en',
      'c: no text in ru',
    ])
  })

  it('hold texts that can be read', async () => {
    expect(languagesHoldReadableTexts(readTree('.'))).toEqual([])
    expect(await look(languagesHoldReadableTexts, { a: "x{'@'}y {name}" }, { a: "x{'@'}y {name}" })).toEqual([])
    expect(await look(languagesHoldReadableTexts, { a: 'x@y' }, { a: '{' })).toHaveLength(2)
  })

  it('are loaded where they are shown', async () => {
    expect(browsersLoadWhatTheySay(readTree('.'))).toEqual([])
    const page = (text: string) => withPlanted({ 'pages/a.vue': text }, (root) => browsersLoadWhatTheySay(readTree(root)))
    expect(await page("{{ $t('nav.calendar') }} {{ emit('unheard.of') }}")).toEqual([])
    expect(await page('{{ $t(`unheard.of.${name}`) }}')).toHaveLength(1)
  })

  it('are loaded by the page that shows them', async () => {
    expect(pagesLoadWhatTheySay(readTree('.'))).toEqual([])
    const ru = JSON.stringify({ nav: { a: 'а' }, admin: { users: { a: 'а' }, sites: { a: 'а', kinds: { b: 'б' } } } })
    const tree = {
      'i18n/locales/ru.json': ru,
      'layers/admin/pages/admin/sites/index.vue': "{{ $t('admin.sites.a') }}{{ $t('nav.a') }}{{ t(`admin.sites.kinds.${kind}`) }}",
      'layers/admin/pages/admin/users.vue': "import One from '#layers/admin/components/One.vue'\n{{ $t('admin.users.a') }}",
      'layers/admin/pages/admin/outbox.vue': 'useThing()\n{{ $t(`admin.sites.${name}`) }}',
      'layers/admin/pages/admin/branding.vue': "<div>\n  <KitPart />\n</div>\nconst later = () => import('./part')",
      'layers/admin/pages/admin/part.ts': "t('admin.unheard.of')",
      'layers/admin/components/One.vue': "{{ $t('admin.sites.a') }}",
      'components/KitPart.vue': "{{ $t('admin.users.a') }}",
      'composables/useThing.ts': "export function useThing() {\n  t('admin.users.a')\n}",
    }
    const found = await withPlanted(tree, (root) => pagesLoadWhatTheySay(readTree(root)))
    const told = found.map((line) => /(\w+)\.vue: says "([\w.]+)"/.exec(line)?.slice(1).join(' '))
    expect(told.toSorted()).toEqual(['branding admin.users.a', 'outbox admin.sites', 'outbox admin.users.a', 'users admin.sites.a'])
  })

  it('take the same values', async () => {
    expect(languagesHaveTheSamePlaceholders(readTree('.'))).toEqual([])
    expect(await look(languagesHaveTheSamePlaceholders, { a: '{count} гость | {count} гостя' }, { a: '{count} guests' })).toEqual([])
    expect(await look(languagesHaveTheSamePlaceholders, { a: 'для {name}' }, { a: 'for {host}' })).toEqual([
      'a: ru has {name}, en has {host}',
    ])
  })
})
