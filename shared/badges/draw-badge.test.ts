import { describe, expect, it } from 'vitest'
import { contrast } from '../brand-color'
import { badgeFace, type BadgeFacts } from './badge-face'
import { drawBadge } from './draw-badge'
import type { Place } from './drawing'
import { badgeFormatNames, badgeFormats, type BadgeFormat } from './formats'
import { textWidth } from './letter-widths'

const facts: BadgeFacts = {
  organizationName: 'АО «Северные технологии»',
  hasLogo: true,
  guestName: 'Анна Петрова',
  company: 'ООО «Ромашка»',
  hostName: 'Иван Вишневский',
  siteName: 'Главный офис',
  timeZone: 'Asia/Vladivostok',
  validFrom: '2026-12-01T23:30:00Z',
  validTo: '2026-12-02T08:30:00Z',
  typeName: 'Подрядчик',
  typeColor: '#fde047',
  needsEscort: true,
  hasPhoto: true,
  hasCode: true,
}
const faceOf = (more: Partial<BadgeFacts> = {}, language = 'ru') =>
  badgeFace({ ...facts, ...more }, language, (key, { name = '' }) => `${key} ${name}`.trim())
const long = 'Абдурахмангаджи Магомедсаламович '.repeat(8).slice(0, 200)

/** What a drawing covers, texts with their height. */
function placesOf(format: BadgeFormat, more: Partial<BadgeFacts>): Place[] {
  const { boxes, logo, photo, code, lines } = drawBadge(faceOf(more), badgeFormats[format])
  const texts = lines.map(({ x, baseline, size, text }) => ({
    x,
    y: baseline - 0.93 * size,
    width: textWidth(text) * size,
    height: 1.15 * size,
  }))
  return [...boxes, ...texts, ...[logo, photo, code].filter((place) => place !== null)]
}
const cross = (one: Place, other: Place) =>
  one.x < other.x + other.width - 0.01 &&
  other.x < one.x + one.width - 0.01 &&
  one.y < other.y + other.height - 0.01 &&
  other.y < one.y + one.height - 0.01

describe.each(badgeFormatNames)('on %s', (format) => {
  const size = badgeFormats[format]
  const variants: Partial<BadgeFacts>[] = [
    {},
    { hasPhoto: false },
    { hasCode: false, needsEscort: false, hasLogo: false },
    { hasPhoto: false, hasCode: false, company: null },
    { guestName: long, company: long, hostName: long, siteName: long, organizationName: long, typeName: long.slice(0, 120) },
  ]

  it.each(variants)('everything stands on the label, and nothing on anything but its own box (%#)', (more) => {
    const places = placesOf(format, more)
    for (const { x, y, width, height } of places) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(size.width + 0.01)
      expect(y + height).toBeLessThanOrEqual(size.height + 0.01)
    }
    const drawing = drawBadge(faceOf(more), size)
    const pictures = [drawing.logo, drawing.photo, drawing.code, ...drawing.boxes].filter((place) => place !== null)
    for (const [index, one] of pictures.entries()) for (const other of pictures.slice(index + 1)) expect(cross(one, other)).toBe(false)
    const texts = places.slice(drawing.boxes.length, drawing.boxes.length + drawing.lines.length)
    for (const [index, one] of texts.entries()) for (const other of texts.slice(index + 1)) expect(cross(one, other)).toBe(false)
    for (const text of texts)
      for (const picture of [drawing.logo, drawing.photo, drawing.code]) expect(picture !== null && cross(text, picture)).toBe(false)
  })

  it('the code is large enough for a scanner: a module of a third of a millimetre', () => {
    const { code } = drawBadge(faceOf(), size)
    expect((code?.width ?? 0) / 53).toBeGreaterThan(1 / 3)
    expect(code?.width).toBeCloseTo(code?.height ?? 0)
  })

  it('a name is read from afar', () => {
    const lines = drawBadge(faceOf({ guestName: 'Ли' }), size).lines.filter(({ text }) => text === 'Ли')
    expect(lines[0]?.size).toBeGreaterThan(6)
  })
})

describe('a badge', () => {
  it('says when it holds by the clock of the site', () => {
    expect(faceOf().facts[0]).toBe('2 дек. 2026 г., 09:30–18:30')
    expect(faceOf({ validTo: '2026-12-04T08:30:00Z' }, 'en').facts[0]).toBe('Dec 2, 2026, 09:30 – Dec 4, 2026, 18:30')
    expect(faceOf().facts.slice(1)).toEqual(['host Иван Вишневский', 'Главный офис'])
  })

  it('has a band of the colour of its type, on which the kind can be read', () => {
    const { boxes, lines } = drawBadge(faceOf(), badgeFormats.A6)
    expect(boxes[0]?.color).toBe('#fde047')
    const kind = lines.find(({ text }) => text === 'Подрядчик')
    expect(contrast(kind?.color ?? '#fde047', '#fde047')).toBeGreaterThanOrEqual(4.5)
    expect(faceOf({ typeName: null, typeColor: null })).toMatchObject({ kind: 'visitor', color: '#374151' })
  })

  it('says that somebody goes along where the type asks for it', () => {
    const saysEscort = (needsEscort: boolean) =>
      drawBadge(faceOf({ needsEscort }), badgeFormats.CARD_86X54).lines.some(({ text }) => text === 'escort')
    expect([saysEscort(true), saysEscort(false)]).toEqual([true, false])
  })
})
