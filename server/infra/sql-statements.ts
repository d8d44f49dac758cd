const quoted = /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`[^`]*`/y
const comment = /--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!!)[^]*?\*\//y
const conditional = /\/\*![^]*?\*\//y
const delimiterLine = /[ \t]*DELIMITER[ \t]+(\S+)[ \t]*\r?(?:\n|$)/iy

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/**
 * Splits a script into its statements, as the `mysql` client would: semicolons inside strings, quoted names and comments
 * do not count, `DELIMITER` lines change the separator (for triggers and procedures). Plain comments are dropped,
 * `/*! … *\/` stays, as the server executes it.
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = []
  let delimiter = ';'
  let current = ''
  const finish = (): void => {
    if (current.trim() !== '') statements.push(current.trim())
    current = ''
  }
  for (let at = 0; at < script.length;) {
    const atLineStart = current.trim() === '' && (at === 0 || script[at - 1] === '\n')
    const change = atLineStart ? matchAt(delimiterLine, script, at) : null
    const skipped = matchAt(comment, script, at)
    const kept = matchAt(quoted, script, at) ?? matchAt(conditional, script, at)
    if (change) delimiter = change[1] ?? delimiter
    else if (skipped) current += ' '
    else if (kept) current += kept[0]
    else if (script.startsWith(delimiter, at)) finish()
    else current += script[at]
    at += (change ?? skipped ?? kept)?.[0].length ?? (script.startsWith(delimiter, at) ? delimiter.length : 1)
  }
  finish()
  return statements
}
