/** Numbers the steps of a command and prints how long each took; a slow one announces itself first. */
export function progress(total: number) {
  let next = 0
  return async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
    const label = `[${++next}/${total}] ${title}`
    const started = performance.now()
    const announce = setTimeout(() => console.log(`${label} …`), 300)
    try {
      const result = await work()
      const outcome = typeof result === 'string' ? `${result}, ` : ''
      console.log(`${label}: ${outcome}${seconds(performance.now() - started)}`)
      return result
    } finally {
      clearTimeout(announce)
    }
  }
}

/** Milliseconds as a person reads them: `0.4 s`, `12 s`, `3 min 5 s`. */
export function seconds(ms: number): string {
  const whole = Math.round(ms / 1000)
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
