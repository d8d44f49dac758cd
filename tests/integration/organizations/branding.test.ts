import { beforeAll, describe, expect, it } from 'vitest'
import { findLogo } from '../../../server/domains/organizations/use-cases/find-logo'
import { prisma } from '../../../server/infra/db'
import { createOrganization, type TestOrganization } from '../../setup/organization'
import { asOrgAdmin, asOperator } from '../../setup/principals'
import { call, dataOf } from '../api/graphql-call'

let org: TestOrganization
let other: TestOrganization
beforeAll(async () => {
  ;[org, other] = [await createOrganization(), await createOrganization()]
})

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('the rest')])
const document = `mutation ($input: ChangeBrandingInput!) { result: changeBranding(input: $input) { __typename
  ... on ChangeBrandingSuccess { branding { primaryColor logoUrl } } ... on ValidationFailed { fields { path } } } }`
const change = async (input: object) => (await dataOf<{ result: object }>(asOrgAdmin(org), document, { input })).result
const trace = () => prisma.auditLog.findMany({ where: { action: 'brand.change', organizationId: org.id }, orderBy: { id: 'asc' } })

describe('branding', () => {
  it('keeps the logo until another is given or it is taken away, and tells the log', async () => {
    const untouched = await prisma.organizationBrand.findUnique({ where: { organizationId: other.id } })
    expect(await change({ primaryColor: '#AABBCC', logo: png.toString('base64') })).toMatchObject({
      branding: { primaryColor: '#aabbcc', logoUrl: expect.stringContaining(`/brand/${org.code}/logo?v=`) as string },
    })
    expect(await change({ primaryColor: '#000000' })).toMatchObject({ branding: { logoUrl: expect.any(String) as string } })
    expect(await findLogo(org.code)).toMatchObject({ type: 'image/png', bytes: new Uint8Array(png) })
    expect(await change({ primaryColor: '#000000', logo: null })).toMatchObject({ branding: { logoUrl: null } })
    expect(await findLogo(org.code)).toBeNull()
    const rows = await trace()
    expect(rows.map(({ details }) => details)).toMatchObject([
      { after: { primaryColor: '#aabbcc', logo: expect.stringMatching(/^[0-9a-f]{16}$/) as string } },
      { before: { primaryColor: '#aabbcc' }, after: { primaryColor: '#000000', logo: expect.any(String) as string } },
      { after: { logo: null } },
    ])
    expect(await prisma.organizationBrand.findUnique({ where: { organizationId: other.id } })).toEqual(untouched)
  })

  it('takes no colour that is none, and no image that could hold a program or is too large', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>').toString('base64')
    const large = Buffer.concat([png, Buffer.alloc(61 * 1_024)]).toString('base64')
    expect(await change({ primaryColor: 'red;}*{display:none' })).toMatchObject({ fields: [{ path: ['input', 'primaryColor'] }] })
    for (const logo of [svg, large, 'not base64!', ''])
      expect(await change({ primaryColor: '#000000', logo })).toMatchObject({ fields: [{ path: ['input', 'logo'] }] })
  })

  it('is changed by whoever manages the organization', async () => {
    const input = { primaryColor: '#000000' }
    expect((await call(asOperator(org), document, { input })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})
