/** Finds the QR codes in a picture. */
export type QrDetector = (picture: HTMLVideoElement) => Promise<string[]>

interface Detector {
  detect: (picture: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}

interface NativeDetector {
  new (options: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<string[]>
}

/** The browser's own detector, where it has one that reads QR codes. */
async function nativeDetector(): Promise<Detector | null> {
  const { BarcodeDetector: Native } = globalThis as { BarcodeDetector?: NativeDetector }
  const formats = await Native?.getSupportedFormats().catch((): string[] => [])
  return Native && formats?.some((format) => format === 'qr_code') ? new Native({ formats: ['qr_code'] }) : null
}

/** The same in WebAssembly. Its program is one of our own hashed assets: nothing is fetched from elsewhere. */
async function ownDetector(): Promise<Detector> {
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasm }] = await Promise.all([
    import('barcode-detector/ponyfill'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  await prepareZXingModule({
    overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) },
    fireImmediately: true,
  })
  return new BarcodeDetector({ formats: ['qr_code'] })
}

/** Opens a detector of QR codes. */
export async function openDetector(): Promise<QrDetector> {
  const detector = (await nativeDetector()) ?? (await ownDetector())
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue).filter((code) => code !== '')
}
