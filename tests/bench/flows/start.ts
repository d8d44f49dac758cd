import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort, residentMegabytes } from '../fixture/processes.ts'
import { buildFolder, type Product } from '../fixture/product.ts'
import { atMost, type Row } from '../table.ts'

/** Runs `npm start` until it says that it is ready, then ends it as Ctrl-C does. @returns seconds to ready */
async function startOnce(dataDir: string, port: number): Promise<number> {
  const { TEST_DATABASE_URL: _database, TEST_REDIS_URL: _redis, GC_OUTPUT_DIR: _output, ...inherited } = process.env
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    env: { ...inherited, DATA_DIR: dataDir, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  let output = ''
  const seconds = await new Promise<number>((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('Guest Center is ready')) done((performance.now() - began) / 1_000)
      })
    }
    child.once('close', () => fail(new Error(`npm start ended: ${output.slice(-2_000)}`)))
  })
  // A terminal sends it to the whole group, and npm relies on that.
  if (child.pid) process.kill(-child.pid, 'SIGINT')
  await ended
  return seconds
}

/** Web and worker after their start, with nothing to do. */
async function idleMemory(product: Product): Promise<Row> {
  const programs = [await product.startWeb('web'), await product.startWorker()]
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  const sizes = programs.map(({ pid }) => residentMegabytes(pid))
  await Promise.all(programs.map((program) => program.stop()))
  const notes = `web ${sizes[0]?.toFixed(0)}, worker ${sizes[1]?.toFixed(0)}; resident set`
  return atMost('idle memory of web and worker', sizes[0]! + sizes[1]!, 400, 'MB', notes)
}

/** The second `npm start` of a data folder of its own, and what an idle instance holds. */
export async function start(product: Product): Promise<Row[]> {
  const memory = await idleMemory(product)
  // `npm start` serves `.output`; where that build is somebody's running older instance, it must be left alone.
  if (buildFolder !== resolve('.output')) return [memory]
  const dataDir = mkdtempSync(join(tmpdir(), 'gc-bench-start-'))
  try {
    const port = await freePort()
    const first = await startOnce(dataDir, port)
    return [atMost('second start', await startOnce(dataDir, port), 10, 's', `the first, build made: ${first.toFixed(1)} s`), memory]
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}
