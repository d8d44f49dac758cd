// The first file of every command in package.json. Runs on the machine's own Node (20 or newer) without any
// package: brings the packages, among them the Node that the project needs, and hands over to scripts/<command>.ts.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { whenOrphaned } from './process/orphaned.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules/.bin')
const projectNode = join(bin, 'node')
const [, , command = '', ...args] = process.argv
const script = join(root, 'scripts', `${command}.ts`)

process.chdir(root)
if (!/^[a-z-]+$/.test(command) || !existsSync(script)) stop(`There is no command "${command}".`)
// Programs started from here must find the project's Node before the machine's.
process.env.PATH = [bin, process.env.PATH].join(delimiter)
if (!packagesAreCurrent()) await installPackages()
if (!existsSync(projectNode))
  stop(
    'The packages are there, but not the Node that comes with them (npm package "node"): delete node_modules and run the same command again, without --ignore-scripts.',
  )
await handOver()

/** Compares what npm says it installed with what package-lock.json wants; packages for other platforms may be absent. */
function packagesAreCurrent() {
  const installedList = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installedList) || !existsSync(projectNode)) return false
  const installed = packagesIn(installedList)
  return Object.entries(packagesIn(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional || devOptional),
  )
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

async function installPackages() {
  const { bavail, bsize } = statfsSync(root)
  const free = Math.floor((bavail * bsize) / 1e6)
  if (free < 2000) stop(`The disk is full: ${free} MB are left at ${root}, the packages need 2000 MB.`)
  console.log('Installing the npm packages, among them the right Node, into node_modules (once; about a minute) …')
  const { code, output } = await npmInstall()
  if (code !== 0) stop(explain(output))
}

function npmInstall() {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  // Not `npm ci`: it refuses a lock file that lacks the binaries of other platforms, which is what npm writes
  // where its registry does not carry them. This installs the locked versions too, and saves nothing.
  const child = run(
    [...npm, 'install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    ['ignore', 'pipe', 'pipe'],
  )
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 1, output: error.message }))
    child.once('exit', (code, signal) => (signal ? process.exit(1) : done({ code, output })))
  })
}

function explain(output) {
  if (/ENOSPC|EDQUOT/.test(output)) return 'The disk is full: free about 2000 MB and run the same command again.'
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.test(output))
    return 'The npm registry cannot be reached: check the network (or the "registry" setting of npm) and run the same command again.'
  if (/EACCES|EPERM/.test(output))
    return `No permission to write ${join(root, 'node_modules')}: give this user the folder, and do not mix runs with and without sudo.`
  console.error(output.trim().split('\n').slice(0, 20).join('\n'))
  return 'npm could not install the packages; its own words stand above.'
}

/** Goes on in the project's Node: in this very process if it already runs on that, else in a child. */
async function handOver() {
  if (realpathSync(process.execPath) === realpathSync(projectNode)) {
    process.argv.splice(1, 2, script)
    await import(pathToFileURL(script).href)
    return
  }
  const child = run([projectNode, script, ...args], ['inherit', 'inherit', 'inherit', 'ipc'])
  child.once('error', (error) => stop(`The project's Node could not be started: ${error.message}`))
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** Starts a program in our place: whatever we are asked by a signal is asked of it. */
function run([program, ...rest], stdio) {
  const child = spawn(program, rest, { cwd: root, stdio })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  whenOrphaned(() => child.kill('SIGTERM'))
  return child
}

function stop(message) {
  console.error(`✖ ${message}`)
  process.exit(1)
}
