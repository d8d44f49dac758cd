import { readFileSync } from 'node:fs'

/**
 * Acts when npm, under which this command runs, has been ended: a signal to npm ends npm, sometimes its shell too,
 * but never reaches us. Only the change of our parent, or of our shell's, tells. Plain JavaScript, for bootstrap.mjs.
 * @param {() => void} act may be called repeatedly
 */
export function whenOrphaned(act) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const npm = npmAbove(parent)
  const isOrphaned = () => process.ppid !== parent || (npm !== undefined && parentOf(parent) !== npm)
  setInterval(() => isOrphaned() && act(), 250).unref()
}

/** The npm above our shell; undefined where there is no shell between or the system has no /proc. */
function npmAbove(shell) {
  const above = parentOf(shell)
  return above && /^(\S*\/)?\w*sh /.test(commandLine(shell)) && commandLine(above).includes('npm') ? above : undefined
}

function parentOf(pid) {
  return Number(/^PPid:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1]) || undefined
}

function commandLine(pid) {
  return readOrNothing(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
}

function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
