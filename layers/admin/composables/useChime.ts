/** The sounds of a gate. */
export type Chime = 'admitted' | 'denied' | 'attention'

/** Frequency (Hz), start and length (s) of each tone. */
const tones: Record<Chime, { shape: OscillatorType; notes: [frequency: number, start: number, length: number][] }> = {
  admitted: {
    shape: 'sine',
    notes: [
      [784, 0, 0.12],
      [1175, 0.12, 0.22],
    ],
  },
  denied: {
    shape: 'square',
    notes: [
      [196, 0, 0.22],
      [147, 0.28, 0.4],
    ],
  },
  attention: {
    shape: 'triangle',
    notes: [
      [622, 0, 0.12],
      [622, 0.2, 0.12],
      [622, 0.4, 0.12],
    ],
  },
}
const vibrations: Record<Chime, number[]> = { admitted: [80], denied: [250, 80, 250], attention: [80, 60, 80] }

let shared: AudioContext | undefined

/** Browsers stay silent until the person has touched the page. */
function unlock(): void {
  shared ??= new AudioContext()
  if (shared.state === 'suspended') void shared.resume()
}

function ring(context: AudioContext, chime: Chime): void {
  const { shape, notes } = tones[chime]
  for (const [frequency, start, length] of notes) {
    const [oscillator, gain] = [context.createOscillator(), context.createGain()]
    const from = context.currentTime + start
    oscillator.type = shape
    oscillator.frequency.value = frequency
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(shape === 'square' ? 0.12 : 0.35, from + 0.01)
    gain.gain.exponentialRampToValueAtTime(0.001, from + length)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(from + length)
  }
}

/**
 * Sounds made on the spot, one for each verdict; a phone trembles too. Whether they are on is remembered on this device.
 * @param name under which it is remembered
 * @param byDefault whether they are on at first
 * @returns `isOn` (ref), `toggle()`, `play(chime)`
 */
export function useChime(name: string, byDefault = true) {
  const isOn = ref(byDefault)
  const events = ['pointerdown', 'keydown'] as const

  onMounted(() => {
    const kept = localStorage.getItem(name)
    if (kept) isOn.value = kept === 'on'
    events.forEach((event) => window.addEventListener(event, unlock, { passive: true }))
  })
  onBeforeUnmount(() => events.forEach((event) => window.removeEventListener(event, unlock)))

  function play(chime: Chime): void {
    if (!isOn.value) return
    // Without a touch before, a browser warns about every try.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(vibrations[chime])
    if (shared?.state === 'running') ring(shared, chime)
  }

  function toggle(): void {
    isOn.value = !isOn.value
    localStorage.setItem(name, isOn.value ? 'on' : 'off')
    if (isOn.value) play('admitted')
  }

  return { isOn, toggle, play }
}
