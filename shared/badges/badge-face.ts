/** What a badge says, worded, and which pictures it bears. */
export interface BadgeFace {
  organization: string
  hasLogo: boolean
  name: string
  company: string
  /** When it holds, who receives the guest and where, each a line. */
  facts: readonly string[]
  /** What kind of visitor it is. */
  kind: string
  /** Of the band in which the kind stands: `#rrggbb`. */
  color: string
  /** What it says where somebody has to go with the guest. */
  escort: string | null
  hasPhoto: boolean
  hasCode: boolean
}

/** What of a pass stands on its badge. */
export interface BadgeFacts {
  organizationName: string
  hasLogo: boolean
  guestName: string
  company: string | null
  hostName: string | null
  siteName: string
  timeZone: string
  validFrom: string | Date
  validTo: string | Date
  typeName: string | null
  typeColor: string | null
  needsEscort: boolean
  hasPhoto: boolean
  hasCode: boolean
}

/** The band of a type without a colour of its own, and of guests of no type. */
export const plainBand = '#374151'

/** Gives a text of the product, `badge.<key>`, with its values. */
export type BadgeWord = (key: 'host' | 'visitor' | 'escort', values: Record<string, string>) => string

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const day = { day: 'numeric', month: 'short', year: 'numeric' } as const

/** From when to when, by the clock of the site; the day once where it is one. */
function validity({ validFrom, validTo, timeZone }: BadgeFacts, language: string): string {
  const write = (at: string | Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).format(new Date(at))
  const [first, last] = [write(validFrom, day), write(validTo, day)]
  const [from, to] = [write(validFrom, clock), write(validTo, clock)]
  return first === last ? `${first}, ${from}–${to}` : `${first}, ${from} – ${last}, ${to}`
}

/** Words what a badge says, in a language. */
export function badgeFace(facts: BadgeFacts, language: string, word: BadgeWord): BadgeFace {
  return {
    organization: facts.organizationName,
    hasLogo: facts.hasLogo,
    name: facts.guestName,
    company: facts.company ?? '',
    facts: [validity(facts, language), facts.hostName === null ? '' : word('host', { name: facts.hostName }), facts.siteName],
    kind: facts.typeName ?? word('visitor', {}),
    color: facts.typeColor ?? plainBand,
    escort: facts.needsEscort ? word('escort', {}) : null,
    hasPhoto: facts.hasPhoto,
    hasCode: facts.hasCode,
  }
}
