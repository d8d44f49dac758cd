import type { ChangingCodes } from '#shared/credentials/live-code'
import type { InviteFacts } from '#shared/invite'
import { openTexts, type SealedTexts, type VisitTexts } from '../../../core/appointment-texts'
import {
  joinVisitorKey,
  passColumns,
  passOf,
  siteColumns,
  siteOf,
  visitorColumns,
  visitorOf,
  type PassColumns,
  type SiteColumns,
  type VisitorColumns,
} from '../../../core/columns.sql'
import type { VisitorRow, VisitPassRow } from '../../../core/rows'
import type { Appointment, GuestAccess } from '../../../generated/prisma/client'
import { pool } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { brandFrom } from '../../organizations/use-cases/find-brand'
import { readInvite } from './invite-links'

/** An invite as its bearer may see it: the page's own facts and the pass behind it. */
export interface OpenedInvite extends InviteFacts {
  organizationId: string
  organizationCode: string
  pass: VisitPassRow
  guestEmail: string | null
  /** How the organization asks its guests to show who they are. */
  guestAccess: GuestAccess
  hostEmail: string
  /** Whether the code changes at the site of the visit. */
  changingCodes: ChangingCodes
  appointmentId: string
  revision: number
  /** How many people the guest may bring along, and does. */
  companions: { limit: number; brought: number }
  /** Whether photos or documents of the guest are there. */
  hasFiles: boolean
}

type Row = PassColumns &
  SiteColumns &
  VisitorColumns & {
    appointment_id: string
    sealed_title: Uint8Array<ArrayBuffer> | null
    sealed_message: Uint8Array<ArrayBuffer> | null
    appointment_status: Appointment['status']
    starts_at: Date
    ends_at: Date
    time_zone: string
    host_id: string
    revision: number
    room_name: string | null
    host_name: string
    host_email: string
    organization_name: string
    organization_code: string
    organization_locale: 'RU' | 'EN'
    primary_color: string | null
    logo_type: string | null
    brand_updated_at: Date
    guest_access: GuestAccess | null
    changing_codes: ChangingCodes
    companions_limit: number
    companions_brought: number | bigint
    has_files: number | bigint
    waiting_text: string | null
  }

const sql = `
  SELECT ${passColumns}, ${visitorColumns}, ${siteColumns},
    a.sealed_title, a.sealed_message, a.status AS appointment_status, a.starts_at, a.ends_at, a.time_zone, a.host_id, a.revision, r.name AS room_name,
    u.name AS host_name, u.email AS host_email, o.name AS organization_name, o.code AS organization_code, o.locale AS organization_locale,
    b.primary_color, b.logo_type, b.updated_at AS brand_updated_at, y.guest_access, ast.changing_codes, wp.waiting_text,
    IF(p.brought_by IS NULL, COALESCE(a.companions, g.companions, 0), 0) AS companions_limit,
    (SELECT COUNT(*) FROM visit_passes c WHERE c.organization_id = p.organization_id AND c.brought_by = p.id AND c.status <> 'REVOKED')
      AS companions_brought,
    EXISTS (SELECT 1 FROM visitor_files f WHERE f.organization_id = p.organization_id AND f.visitor_id = p.visitor_id
      AND f.removed_at IS NULL AND f.status NOT IN ('AWAITED', 'REJECTED')) AS has_files
  FROM visit_passes p
  JOIN visitors v ON v.id = p.visitor_id ${joinVisitorKey}
  JOIN appointments a ON a.id = p.appointment_id
  JOIN hosts h ON h.id = a.host_id
  JOIN users u ON u.id = h.user_id
  JOIN sites s ON s.id = p.site_id
  JOIN access_states ast ON ast.organization_id = p.organization_id AND ast.site_id = p.site_id
  JOIN organizations o ON o.id = p.organization_id
  LEFT JOIN rooms r ON r.id = a.room_id
  LEFT JOIN organization_brands b ON b.organization_id = p.organization_id
  LEFT JOIN guest_policies g ON g.organization_id = p.organization_id
  LEFT JOIN security_policies y ON y.organization_id = p.organization_id
  LEFT JOIN watchlist_policies wp ON wp.organization_id = p.organization_id
  WHERE p.id = ? AND p.invite_version = ?`

/**
 * Opens an invite link: one statement, whoever bears the link. The link itself is the proof (an HMAC over the pass).
 * @returns null for a token that is malformed, forged or superseded, or whose guest was erased
 */
export async function openInvite(token: string): Promise<OpenedInvite | null> {
  const invite = readInvite(token)
  if (!invite) return null
  const [row]: Row[] = await pool.query(sql, [invite.passId, invite.inviteVersion])
  if (!row) return null
  const keyring = await keyringOf(row.visitor_organization_id)
  const visitor = visitorOf(keyring, row)
  return visitor.erased ? null : inviteOf(row, visitor, openTexts(keyring, row.appointment_id, textsOf(row)))
}

const textsOf = (row: Row): SealedTexts => ({ sealedTitle: row.sealed_title, sealedMessage: row.sealed_message })

const countsOf = (row: Row): Pick<OpenedInvite, 'companions' | 'hasFiles'> => ({
  companions: { limit: Number(row.companions_limit), brought: Number(row.companions_brought) },
  hasFiles: Number(row.has_files) === 1,
})

const codesOf = ({ pass_status: status, qr_token: code, short_code: shortCode, changing_codes: changingCodes }: Row) =>
  status === 'ACTIVE' ? { code, shortCode, changingCodes } : { code: null, shortCode: null, changingCodes }

function inviteOf(row: Row, visitor: VisitorRow, { title, message }: VisitTexts): OpenedInvite {
  const site = siteOf(row)
  return {
    organizationId: site.organizationId,
    organizationCode: row.organization_code,
    appointmentId: row.appointment_id,
    revision: row.revision,
    ...countsOf(row),
    guestEmail: visitor.email,
    guestAccess: row.guest_access ?? 'LINK',
    hostEmail: row.host_email,
    visitorName: visitor.name,
    locale: row.visitor_locale,
    title,
    message,
    canceled: row.appointment_status === 'CANCELED',
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    hostName: row.host_name,
    roomName: row.room_name,
    site,
    siteLocale: row.organization_locale,
    organization: brandFrom({
      name: row.organization_name,
      code: row.organization_code,
      brand:
        row.primary_color === null ? null : { primaryColor: row.primary_color, logoType: row.logo_type, updatedAt: row.brand_updated_at },
    }),
    status: row.pass_status,
    presence: row.presence,
    ...codesOf(row),
    waitingText: row.waiting_text,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    group: row.type === 'GROUP' ? { size: row.entries_limit, entered: row.entries_used, inside: row.people_inside } : null,
    // Why a pass is suspended is a word between the staff.
    pass: { ...passOf(row), suspendedReason: null, hostId: row.host_id, bearer: true, visitor },
  }
}
