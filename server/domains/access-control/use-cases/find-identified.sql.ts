import type { Connection } from 'mariadb'
import { blindIndex } from '../../../core/blind-index'
import { keyringOf } from '../../../infra/keyring'
import type { ProvenCode } from '../../credentials/use-cases/read-pass-code'

/** A card or a plate that a reader read. */
export type Identified = Extract<ProvenCode, { by: 'card' | 'plate' }>

/** Whom a gate knows by it. */
export interface Found {
  /** Null for nobody, and where it could be several. */
  passId: string | null
  isAmbiguous: boolean
  /** Stands for it where it is kept: nobody reads it back. */
  token: string
}

/** What stands for a card or a plate where its hash is kept. @param index its keyed hash */
export const identifiedToken = (by: Identified['by'], index: Uint8Array): string => `${by}:${Buffer.from(index).toString('hex')}`

const byCard = `
  SELECT c.visit_pass_id AS id FROM gates g JOIN pass_cards c ON c.organization_id = g.organization_id AND c.token = ?
  WHERE g.id = ? AND g.organization_id = ? AND g.reads_cards`

// Those that are good now come first, of them those whose visit began last; then those that are still to come, then those that are over.
const byPlate = `
  SELECT p.id, p.visitor_id, p.presence, p.status IN ('ACTIVE', 'USED') AND p.valid_from <= ? AND p.valid_to > ? AS is_good
  FROM gates g JOIN visit_passes p ON p.organization_id = g.organization_id AND p.site_id = g.site_id AND p.plate_index = ?
  WHERE g.id = ? AND g.organization_id = ? AND g.reads_plates AND p.status <> 'DRAFT'
  ORDER BY is_good DESC, p.valid_to > ? DESC, p.valid_from DESC, p.id LIMIT 50`

interface PlateRow {
  id: string
  visitor_id: string
  presence: 'EXPECTED' | 'INSIDE' | 'LEFT'
  is_good: number
}

/** Whose the vehicle is. Out goes whoever is inside by it; in comes whoever is not, as long as that can be one only. */
function whose(rows: readonly PlateRow[], direction: 'ENTRY' | 'EXIT'): Pick<Found, 'passId' | 'isAmbiguous'> {
  const inside = rows.filter(({ presence }) => presence === 'INSIDE')
  const good = rows.filter(({ is_good: isGood }) => Boolean(Number(isGood)))
  const outside = good.filter(({ presence }) => presence !== 'INSIDE')
  const [first] = direction === 'EXIT' ? [...inside, ...rows] : [...outside, ...rows]
  const isAmbiguous = direction === 'ENTRY' && new Set(outside.map(({ visitor_id: visitor }) => visitor)).size > 1
  return { passId: isAmbiguous ? null : (first?.id ?? null), isAmbiguous }
}

/** Which pass a card or a plate speaks of, at a gate that believes it. */
export async function findIdentified(
  connection: Connection,
  organizationId: string,
  { by, value }: Identified,
  scan: { gateId: string; direction: 'ENTRY' | 'EXIT' },
  now: Date,
): Promise<Found> {
  const index = Buffer.from(blindIndex(await keyringOf(organizationId), by, value))
  const token = identifiedToken(by, index)
  const place = [index, scan.gateId, organizationId]
  if (by === 'card') {
    const [row]: { id: string }[] = await connection.query(byCard, place)
    return { passId: row?.id ?? null, isAmbiguous: false, token }
  }
  const rows: PlateRow[] = await connection.query(byPlate, [now, now, ...place, now])
  return { ...whose(rows, scan.direction), token }
}
