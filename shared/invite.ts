/** Everything the guest's page shows. The server reads it, the page renders it. */
export interface InvitePage {
  visitorName: string
  locale: 'RU' | 'EN'
  title: string | null
  /** Words of the host to the guest. */
  message: string | null
  canceled: boolean
  startsAt: Date
  endsAt: Date
  /** IANA zone of the venue: guests see its time first. */
  timeZone: string
  hostName: string
  roomName: string | null
  site: { name: string; address: string | null; directions: string | null; whatToBring: string | null }
  organization: { name: string; primaryColor: string; logoUrl: string | null }
  status: 'DRAFT' | 'PENDING_APPROVAL' | 'ACTIVE' | 'SUSPENDED' | 'REVOKED' | 'EXPIRED' | 'USED'
  /** Where the guest is: expected, inside, left. */
  presence: 'EXPECTED' | 'INSIDE' | 'LEFT'
  /** What the QR says; null while there is nothing to show at a gate. */
  code: string | null
  shortCode: string | null
  validFrom: Date
  validTo: Date
}

/** What became of an invite link: opened, not one of ours, or not to be told now because the database is away. */
export type InviteAnswer = { kind: 'opened'; invite: InvitePage } | { kind: 'unknown' } | { kind: 'unavailable'; traceId: string }

declare module 'h3' {
  interface H3EventContext {
    /** Set for `/i/<token>` before the page is rendered; never sent as data. */
    invite?: InviteAnswer
  }
}
