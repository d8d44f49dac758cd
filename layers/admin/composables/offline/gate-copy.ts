import { openDetector } from '../qr-detector'
import { forgetKept, keepThisPage } from './page-copy'

const keeper = { worker: '/admin/gates/worker.js', scope: '/admin/gates/' }

/** Keeps this page on the device, so that it opens without a network. @returns whether it is kept */
export async function keepPage(): Promise<boolean> {
  // What reads QR codes is loaded with the camera: without a network it would be missing.
  await openDetector().catch(() => undefined)
  return keepThisPage(keeper)
}

/** Forgets what was kept of pages: the device may scan no more. */
export const forgetPages = (): Promise<void> => forgetKept(keeper, null)
