import { findChromium } from '../../scripts/services/binaries.ts'

/** What Chromium is told so that it runs as any user and asks nobody for anything but our server. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The machine's Chromium: CHROMIUM_PATH, or where it usually is. */
export function chromiumPath(): string {
  const found = findChromium()
  if (!found) throw new Error('No Chromium: install one, or set CHROMIUM_PATH')
  return found
}
