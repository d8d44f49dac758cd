import type { Seal } from './message-signature'

/** The headers in which a seal travels. */
export const headersOf = ({ id, timestamp, signature }: Seal): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': timestamp,
  'webhook-signature': signature,
})

/** The seal that headers speak of; what is missing is empty, and proves nothing. */
export const sealFrom = (header: (name: string) => string | null | undefined): Seal => ({
  id: header('webhook-id') ?? '',
  timestamp: header('webhook-timestamp') ?? '',
  signature: header('webhook-signature') ?? '',
})
