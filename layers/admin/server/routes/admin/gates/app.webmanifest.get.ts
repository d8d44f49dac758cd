import { defineEventHandler, getQuery, setResponseHeader } from 'h3'

/** Lets a device keep the screen of its gate as an application. `gate` is the global id of the gate; nothing is looked up. */
export default defineEventHandler((event) => {
  const { gate } = getQuery(event)
  const isId = typeof gate === 'string' && /^[\w=-]{1,200}$/.test(gate)
  setResponseHeader(event, 'content-type', 'application/manifest+json')
  return {
    name: 'Guest Center',
    short_name: 'Guest Center',
    start_url: isId ? `/admin/gates/${gate}` : '/admin/gates',
    scope: '/admin/gates/',
    display: 'standalone',
    background_color: '#0f172a',
    theme_color: '#0f172a',
    icons: [{ src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' }],
  }
})
