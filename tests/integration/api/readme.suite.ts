import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BuiltServer } from '../built-server'
import { scanAt } from '../built-visit'

/** The shell examples of a section of the README, in their order. */
function examplesOf(section: string): string[] {
  const text = readFileSync('README.md', 'utf8').split(`### ${section}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, example]) => example ?? '')
}

interface Answers {
  data: Record<string, unknown>
}

const answersIn = (output: string): Answers[] =>
  output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Answers)

/** What the README tells an integrator to type does what it says. */
export function readmeExamples(server: () => BuiltServer): void {
  describe('the examples of the README', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gc-readme-'))
    beforeAll(() => {
      symlinkSync(server().dataDir, join(folder, '.data'))
      symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    const start = (script: string) => {
      const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
      const said = { text: '', errors: '' }
      shell.stdout.on('data', (chunk: Buffer) => (said.text += chunk.toString()))
      shell.stderr.on('data', (chunk: Buffer) => (said.errors += chunk.toString()))
      const ended = new Promise<number | null>((done) => shell.once('exit', done))
      return { said, ended, stop: () => shell.exitCode === null && shell.pid && process.kill(-shell.pid, 'SIGTERM') }
    }

    it('list visits, invite a guest and scan the pass', async () => {
      const [curl = ''] = examplesOf('Integrator')
      const calls = start(curl)
      expect(await calls.ended, calls.said.errors).toBe(0)
      const [visits, scan] = answersIn(calls.said.text)
      expect(visits?.data.appointments).toMatchObject({ edges: expect.arrayContaining([expect.anything()]) as unknown })
      expect(scan?.data.scanPass).toMatchObject({ __typename: 'ScanAdmitted', checkin: { result: 'ADMITTED' } })
    }, 30_000)

    it('read the log of events', async () => {
      const [, , log = ''] = examplesOf('Integrator')
      const asking = start(log)
      expect(await asking.ended, asking.said.errors).toBe(0)
      const [page] = answersIn(asking.said.text)
      expect(page?.data.events).toMatchObject({
        events: expect.arrayContaining([expect.objectContaining({ type: 'visitor.created' })]) as unknown,
      })
    }, 30_000)

    it('watch the gates over WebSocket', async () => {
      const [, live = ''] = examplesOf('Integrator')
      const watching = start(live)
      try {
        // It prints nothing but events: when it has connected shows in the first scan that it sees.
        const seen = async () => {
          await scanAt(server(), server().url, 'unknown code')
          return watching.said.text + watching.said.errors
        }
        await expect.poll(seen, { timeout: 10_000, interval: 200 }).toContain('"result":"DENIED"')
      } finally {
        watching.stop()
      }
    }, 30_000)
  })
}
