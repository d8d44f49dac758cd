import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launch, type Program } from '../fixture/processes.ts'
import type { Product } from '../fixture/product.ts'
import type { Load } from '../measure/load.ts'
import { compare, type Comparison } from '../measure/rounds.ts'
import { atMost, comparisonRow, type Row } from '../table.ts'

/** What a limit is built from: a Nuxt page, or a component alone. */
type Bare = 'bare-page' | 'bare-app'

/** Builds a limit once; again only when its sources or Nuxt have changed. @returns its server's file */
async function buildBare(name: Bare): Promise<string> {
  const [source, made] = [resolve(import.meta.dirname, '../limits', name), resolve('.data/bench', name)]
  const hash = createHash('sha256').update(readFileSync('node_modules/nuxt/package.json'))
  const sources = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|vue)$/.test(file))
  for (const file of sources.sort()) hash.update(file).update(readFileSync(join(source, file)))
  const [stamp, wanted, server] = [join(made, 'stamp'), hash.digest('hex'), join(made, '.output/server/index.mjs')]
  if (existsSync(server) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return server
  rmSync(made, { recursive: true, force: true })
  cpSync(source, made, { recursive: true })
  const env = { ...process.env, NODE_ENV: 'production' }
  const nuxt = resolve('node_modules/nuxt/bin/nuxt.mjs')
  const child = spawn(process.execPath, [nuxt, 'build', made], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`${name} could not be built: ${output.slice(-3_000)}`)
  writeFileSync(stamp, wanted)
  return server
}

/** Paths of invite pages, as the API gives them. */
async function invitePaths(web: Program, product: Product): Promise<string[]> {
  const query = '{ visitPasses(first: 100) { edges { node { inviteUrl code visitor { name } } } } }'
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${product.demo.apiKey}` }
  const response = await fetch(`${web.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  const { data } = (await response.json()) as {
    data: { visitPasses: { edges: { node: { inviteUrl: string | null; code: string | null; visitor: { name: string } } }[] } }
  }
  // Of the data set, not of the demo: those are in every state, and not every state shows a code.
  const ofDataSet = data.visitPasses.edges.filter(({ node }) => node.visitor.name.startsWith('Guest Number '))
  const paths = ofDataSet.flatMap(({ node }) => (node.inviteUrl && node.code ? [new URL(node.inviteUrl).pathname] : []))
  if (paths.length === 0) throw new Error('No pass of the data set shows its invite link')
  return paths
}

interface Weight {
  bytes: number
  scripts: number
  scriptBytes: number
  parts: string
}

/** The page and everything that a browser fetches for it, gzipped. */
async function weigh(url: string): Promise<Weight> {
  const html = await (await fetch(url)).text()
  const links = [...html.matchAll(/<link\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /rel="?(stylesheet|icon|preload|modulepreload)/.test(tag))
  const addresses = [
    ...links.map((tag) => /href="?([^"\s>]+)/.exec(tag)?.[1] ?? ''),
    ...[...html.matchAll(/<(?:img|script)\b[^>]*\bsrc="?([^"\s>]+)/g)].map((match) => match[1] ?? ''),
  ]
  const sizes: [string, number][] = [['html', gzipSync(html).length]]
  for (const address of new Set(addresses.filter((text) => text && !text.startsWith('data:')))) {
    const body = Buffer.from(await (await fetch(new URL(address, url))).arrayBuffer())
    sizes.push([address.split('/').at(-1) ?? address, gzipSync(body).length])
  }
  const inline = [...html.matchAll(/<script\b[^>]*>(.*?)<\/script>/gs)].map(([, text]) => text ?? '')
  const worker = await (await fetch(new URL('/pass-worker.js', url))).text()
  return {
    bytes: sizes.reduce((sum, [, size]) => sum + size, 0),
    scripts: inline.length,
    scriptBytes: inline.join('').length + worker.length,
    parts: sizes.map(([name, size]) => `${name} ${size}`).join(', '),
  }
}

const loadOf = (program: Program, paths: string[], expected: string): Load => ({
  url: program.url,
  connections: 16,
  seconds: 2,
  method: 'GET',
  headers: { accept: 'text/html' },
  paths,
  expect: expected,
})

async function against(name: Bare, web: Program, paths: string[], product: Product): Promise<Comparison> {
  const server = await buildBare(name)
  const limit = await launch({ name, command: [server], env: process.env, logFolder: product.logFolder, ready: { path: '/' } })
  try {
    const load = (program: Program) => (program === web ? loadOf(web, paths, '<svg') : loadOf(limit, ['/'], 'Anna Petrova'))
    return await compare({ ours: web, limit, load, pairs: 6 })
  } finally {
    await limit.stop()
  }
}

/** The invite page with its QR, another guest's with each request, beside a Nuxt page of three texts without a database. */
export async function invite(product: Product): Promise<Row[]> {
  for (const name of ['bare-page', 'bare-app'] as const) await buildBare(name)
  const web = await product.startWeb('web')
  try {
    const paths = await invitePaths(web, product)
    const page = await against('bare-page', web, paths, product)
    const app = await against('bare-app', web, paths, product)
    const { bytes, scripts, scriptBytes, parts } = await weigh(web.url + (paths[0] ?? ''))
    return [
      comparisonRow('invite page', page, 0.85),
      comparisonRow('invite page, to a component without router', app, 0, 'for information'),
      atMost('invite page: gzipped in all', bytes / 1_000, 30, 'KB', parts),
      atMost('invite page: scripts', scripts, 1, ''),
      atMost('invite page: its script and worker', scriptBytes / 1_000, 3, 'KB', 'not gzipped'),
    ]
  } finally {
    await web.stop()
  }
}
