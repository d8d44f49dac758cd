import { createHash } from 'node:crypto'
import type { CodegenConfig } from '@graphql-codegen/cli'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Types the GraphQL documents of the front ends by the committed schema; `GC_SCHEMA` names another one. */
const config: CodegenConfig = {
  schema: process.env.GC_SCHEMA || 'server/graphql/schema.graphql',
  documents: ['{layers,pages,layouts,components,composables,middleware}/**/*.{vue,ts}', 'error.vue', '!**/*.test.ts'],
  ignoreNoDocuments: true,
  generates: {
    'shared/generated/gql/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        // What the pages may ask, by hash: persisted-documents.json is what the server knows them by.
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: sha256, hashPropertyName: 'hash' },
      },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { DateTime: 'string', ID: 'string' },
      },
    },
  },
}

export default config
