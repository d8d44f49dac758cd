/** Somebody on a pasted list. */
export interface ListedGuest {
  name: string
  email: string | null
}

/** A pasted list: who is on it, and the lines that name nobody, counted from one. */
export interface GuestLines {
  guests: ListedGuest[]
  unread: { line: number; text: string }[]
}

/** Guests that one visit may have beside the first. */
export const maxOthers = 49

const address = /[^\s<>,;"']+@[^\s<>,;"']+\.[^\s<>,;"']+/

/** One line: a name, and perhaps an address before, behind or in angle brackets, as mail programs and spreadsheets copy them. */
function guestIn(text: string): ListedGuest | null {
  const email = address.exec(text)?.[0] ?? null
  const name = (email ? text.replace(email, ' ') : text)
    .replaceAll(/[<>"\t]/g, ' ')
    .replaceAll(/[\s,;]+/g, ' ')
    .trim()
  return name && !name.includes('@') ? { name, email: email?.toLowerCase() ?? null } : null
}

/** Reads a pasted list of guests, one a line: `Anna Petrova <anna@example.com>`, `Anna Petrova; anna@example.com`, or a name alone. */
export function readGuestLines(text: string): GuestLines {
  const lines = text.split(/\r\n?|\n/).map((line, place) => ({ line: place + 1, text: line.trim() }))
  const read = lines.filter((line) => line.text !== '').map((line) => ({ ...line, guest: guestIn(line.text) }))
  const seen = new Set<string>()
  return {
    guests: read.flatMap(({ guest }) => {
      const key = guest && `${guest.name.toLowerCase()} ${guest.email ?? ''}`
      if (!guest || !key || seen.has(key)) return []
      seen.add(key)
      return [guest]
    }),
    unread: read.filter(({ guest }) => guest === null).map(({ line, text: unread }) => ({ line, text: unread })),
  }
}
