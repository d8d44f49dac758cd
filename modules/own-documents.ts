import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addVitePlugin, defineNuxtModule } from 'nuxt/kit'

const source = /\.(ts|vue)(\?|$)/
const imported = /import \{ graphql \} from '#shared\/generated\/gql'\n/
const call = /\bgraphql\(\s*`([^`]*)`,?\s*\)/g
const operation = /\b(?:query|mutation|subscription)\s+(\w+)/

/** Documents of the pages by the name of their operation, as graphql-codegen wrote them down. */
function readDocuments(folder: string): Map<string, { text: string; hash: string }> {
  const known = JSON.parse(readFileSync(join(folder, 'shared/generated/gql/persisted-documents.json'), 'utf8')) as Record<string, string>
  return new Map(Object.entries(known).map(([hash, text]) => [operation.exec(text)?.[1] ?? '', { text, hash }]))
}

/**
 * Puts each document where it is used. As it is generated, every document of every page stands in one module, which every page would
 * load whole.
 */
export default defineNuxtModule({
  meta: { name: 'own-documents' },
  setup(_, nuxt) {
    addVitePlugin({
      name: 'own-documents',
      enforce: 'pre',
      transform(code, id) {
        if (!source.test(id) || !imported.test(code)) return null
        const documents = readDocuments(nuxt.options.rootDir)
        const placed = code.replace(imported, '\n').replaceAll(call, (_, text: string) => {
          const name = operation.exec(text)?.[1]
          // A fragment alone is part of the documents that spread it.
          if (!name) return 'undefined'
          const document = documents.get(name)
          if (!document) throw new Error(`The document ${name} in ${id} is not among the generated ones: run graphql-codegen`)
          return `{ toString: () => ${JSON.stringify(document.text)}, __meta__: { hash: '${document.hash}' } }`
        })
        return { code: placed, map: null }
      },
    })
  },
})
