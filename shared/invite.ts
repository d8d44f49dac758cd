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
  /** What the QR says; null while there is nothing to show at a gate. */
  code: string | null
  shortCode: string | null
  validFrom: Date
  validTo: Date
}
