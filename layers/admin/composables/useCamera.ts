import type { ShallowRef } from 'vue'
import { openDetector, type QrDetector } from './qr-detector'

/** Where the camera stands. */
export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'absent' | 'insecure' | 'failed'

/** Pause between two looks at the picture, in milliseconds. */
const lookPause = 110

/** A code has left the picture when it was not seen for this long, in milliseconds. */
const goneAfter = 1_800

/** Where it is remembered that this device scans with its camera. */
const kept = 'gc_gate_camera'

const stateOf: Record<string, CameraState> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
}

/** Tells a code that was held before the camera from one that is still there. */
function newCodes(onCode: (code: string) => void) {
  const seen = new Map<string, number>()
  return (codes: string[], now: number) => {
    for (const code of codes) {
      if (!seen.has(code)) onCode(code)
      seen.set(code, now)
    }
    for (const [code, at] of seen) if (now - at > goneAfter) seen.delete(code)
  }
}

/** The camera that looks away from the person. @throws DOMException */
const openCamera = () => navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } })

/** Looks at the picture again and again. @returns ends it */
function watchPicture(picture: HTMLVideoElement, detector: QrDetector, onCode: (code: string) => void): () => void {
  const report = newCodes(onCode)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isEnded = false
  async function look() {
    // A picture that cannot be read now can be the next moment.
    if (picture.readyState >= 2 && !document.hidden) report(await detector(picture).catch(() => []), performance.now())
    if (!isEnded) timer = setTimeout(look, lookPause)
  }
  void look()
  return () => {
    isEnded = true
    clearTimeout(timer)
  }
}

/**
 * Reads QR codes from the camera into `video`. A code is reported once until it has left the picture.
 * @returns `state`, `start()`, `stop()`
 */
export function useCamera(video: Readonly<ShallowRef<HTMLVideoElement | null>>, onCode: (code: string) => void) {
  const state = ref<CameraState>('off')
  let stream: MediaStream | undefined
  let endLooking: (() => void) | undefined

  async function start() {
    if (state.value === 'on' || state.value === 'starting') return
    if (!navigator.mediaDevices?.getUserMedia) return end(window.isSecureContext ? 'absent' : 'insecure')
    state.value = 'starting'
    try {
      stream = await openCamera()
      stream.getVideoTracks()[0]?.addEventListener('ended', () => end('failed'))
      const detector = await openDetector()
      if (!video.value || !stream) return end('off')
      video.value.srcObject = stream
      await video.value.play()
      state.value = 'on'
      localStorage.setItem(kept, 'on')
      endLooking = watchPicture(video.value, detector, onCode)
    } catch (error) {
      end((error instanceof Error && stateOf[error.name]) || 'failed')
    }
  }

  function end(then: CameraState) {
    endLooking?.()
    stream?.getTracks().forEach((track) => track.stop())
    stream = undefined
    state.value = then
  }

  function stop() {
    end('off')
    localStorage.removeItem(kept)
  }

  onMounted(() => localStorage.getItem(kept) && start())
  onBeforeUnmount(() => end('off'))
  return { state: readonly(state), start, stop }
}
