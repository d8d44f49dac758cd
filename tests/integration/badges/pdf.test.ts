import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { makeBadgePdf } from '../../../server/domains/badges/use-cases/make-badge-pdf'
import { approveVisitorFile } from '../../../server/domains/files/use-cases/review-visitor-file'
import { createVisitorType } from '../../../server/domains/visitor-types/use-cases/save-visitor-type'
import { changeBranding } from '../../../server/domains/organizations/use-cases/change-branding'
import { prisma } from '../../../server/infra/db'
import { badgeFormatNames, badgeFormats, type BadgeFormat } from '../../../shared/badges/formats'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOperator, asOrgAdmin, asSecurityOfficer } from '../../setup/principals'
import { picture } from '../files/samples'
import { sendAndSettle } from '../files/uploading'
import { done } from '../guest-lists/lists'
import { signedPass, type SignedPass } from '../scan/signed-pass'
import { readPdf, type ReadPdf } from './read-pdf'

let org: TestOrganization
let pass: SignedPass
beforeAll(async () => {
  org = await createOrganization({ name: 'Северные технологии', timeZone: 'Asia/Vladivostok' })
  const form = { fields: [], requires: ['ESCORT' as const] }
  const type = done(await createVisitorType(asOrgAdmin(org), { name: 'Подрядчик', badgeColor: '#b45309', form }))
  pass = await signedPass(org, { visitorTypeId: type.id })
  const times = { validFrom: new Date('2032-03-01T23:00:00Z'), validTo: new Date('2032-03-02T08:30:00Z') }
  await prisma.visitPass.update({ where: { id: pass.id }, data: times })
  await prepareZXingModule({
    overrides: { wasmBinary: readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm').buffer as ArrayBuffer },
  })
})

async function badge(format: BadgeFormat, ctx = asOperator(org, { language: 'ru' })): Promise<ReadPdf> {
  const pdf = await makeBadgePdf(ctx, pass.id, format)
  if (!Buffer.isBuffer(pdf)) throw new Error(pdf.message)
  expect(pdf.includes(pass.code)).toBe(false)
  return readPdf(pdf)
}

/** The strokes of a QR: they go through the middle of a row. */
const modulesIn = ({ strokes }: ReadPdf) => strokes.filter(({ from, to }) => from[1] % 1 === 0.5 && from[1] === to[1])

/** Draws the strokes of a QR as a printer does, one unit high, and reads them. */
async function codeIn(pdf: ReadPdf): Promise<string[]> {
  const [unit, side] = [4, 240]
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const { from, to } of modulesIn(pdf))
    for (let y = (from[1] - 0.5) * unit; y < (from[1] + 0.5) * unit; y++)
      for (let x = from[0] * unit; x < to[0] * unit; x++) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
  const found = await readBarcodes({ data, width: side, height: side, colorSpace: 'srgb' } as ImageData, { formats: ['QRCode'] })
  return found.map(({ text }) => text)
}

const point = 72 / 25.4

describe('the PDF of a badge', () => {
  it.each(badgeFormatNames)('is one page of the size of %s', async (format) => {
    const { pages } = await badge(format)
    const { width, height } = badgeFormats[format]
    expect(pages).toHaveLength(1)
    expect(pages[0]?.[0]).toBeCloseTo(width * point, 2)
    expect(pages[0]?.[1]).toBeCloseTo(height * point, 2)
  })

  it('says all in letters that can be copied, Russian ones too, by the clock of the site', async () => {
    const { texts } = await badge('A6')
    for (const text of ['Северные технологии', 'Anna Petrova', 'Подрядчик', 'Только с сопровождением', '2 мар. 2032 г., 09:00–18:30'])
      expect(texts.join(' ')).toContain(text)
    expect(texts.join(' ')).toContain(`Принимает: ${org.host.user.name}`)
    expect((await badge('A6', asOperator(org, { language: 'en' }))).texts.join(' ')).toContain('Escort required')
  })

  it('bears a QR that says the code of the pass, and for whoever may not read codes none', async () => {
    expect(await codeIn(await badge('CARD_86X54'))).toEqual([pass.code])
    expect(modulesIn(await badge('CARD_86X54', asSecurityOfficer(org)))).toEqual([])
  })

  it('bears the logo and the accepted photo as pictures', async () => {
    expect((await badge('A6')).pictures).toBe(0)
    for (const format of ['png', 'webp'] as const) {
      const logo = (await picture(format, 80, 30)).toString('base64')
      done(await changeBranding(asOrgAdmin(org), { primaryColor: '#1d4ed8', logo }))
      expect((await badge('A6')).pictures).toBe(1)
    }
    const { visitorId } = await prisma.visitPass.findUniqueOrThrow({ where: { id: pass.id } })
    const file = await sendAndSettle(org, visitorId, await picture('png'))
    expect((await badge('A6')).pictures).toBe(1)
    done(await approveVisitorFile(asOperator(org), { visitorFileId: file.id }))
    expect((await badge('A6')).pictures).toBe(2)
  })

  it('is made without a logo that is no picture', async () => {
    const broken = Buffer.concat([(await picture('png', 80, 30)).subarray(0, 60), Buffer.alloc(400, 7)])
    done(await changeBranding(asOrgAdmin(org), { primaryColor: '#1d4ed8', logo: broken.toString('base64') }))
    const { texts } = await badge('A6')
    expect(texts.join(' ')).toContain('Северные технологии')
  })
})
