/** Whether a text names a zone of the IANA database, such as `Europe/Moscow`; an offset is none. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Z]/.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
