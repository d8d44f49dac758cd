import { setResponseHeaders, type H3Event } from 'h3'
import page from 'raw:altair-static/build/dist/index.html'
import { contentSecurity, newNonce, withNonce } from '../infra/content-security'

/** Where the explorer's own files are served from (nuxt.config.ts, `nitro.publicAssets`). */
const assets = '/altair/'

const firstQuery = `# The demo's API key stands in .data/demo.json: set it as header
#   Authorization: Bearer gc_live_…
query Today {
  viewer { organization { name } permissions }
  appointments(first: 10) {
    edges { node { title startsAt timeZone host { name } visitPasses(first: 5) { edges { node { status visitor { name } } } } } }
  }
}
`

const options = JSON.stringify({
  endpointURL: '/graphql',
  subscriptionsProtocol: 'graphql-ws',
  initialQuery: firstQuery,
  initialSettings: { disablePushNotification: true },
}).replace(/</g, '\\u003c')

const html = page
  .replace('<base href="/" />', `<base href="${assets}" />`)
  .replace(
    '</body>',
    `<script>AltairGraphQL.init(Object.assign(${options}, { subscriptionsEndpoint: location.origin.replace(/^http/, 'ws') + '/graphql' }))</script></body>`,
  )

/** The explorer (Altair), served by ourselves: nothing comes from elsewhere. */
export function explorerPage(event: H3Event): string {
  const nonce = newNonce()
  setResponseHeaders(event, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': contentSecurity(nonce, { compiles: true }),
  })
  return withNonce(html, nonce)
}
