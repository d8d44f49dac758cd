import { newId } from '../../core/ids'
import { prisma } from '../../infra/db'
import { createSigningKey } from '../../domains/credentials/use-cases/signing-keys'

/** A demo organization as it is written down. */
export interface DemoOrganization {
  code: string
  name: string
  locale: 'RU' | 'EN'
  timeZone: string
  color: string
  logo: string
  isSandbox?: boolean
  sites: {
    name: string
    timeZone: string
    address: string
    directions: string
    whatToBring: string
    identityCheck?: boolean
    gates: string[]
    rooms: [string, number][]
  }[]
}

/** A long name is fitted into the picture: fonts that stand in for each other are of different widths. */
const fitted = (name: string) => (name.length > 11 ? ' textLength="156" lengthAdjust="spacingAndGlyphs"' : '')
const logo = (color: string, mark: string, name: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 48" role="img" aria-label="${name}"><rect width="48" height="48" rx="12" fill="${color}"/>${mark}<text x="60" y="32" font-family="system-ui,Segoe UI,Roboto,Arial,sans-serif" font-size="22" font-weight="650" fill="${color}"${fitted(name)}>${name}</text></svg>`

/** A Russian port with two sites nine hours apart, a London laboratory that checks identities, and an integrator's sandbox. */
export const demoOrganizations: DemoOrganization[] = [
  {
    code: 'north-port',
    name: 'Северный порт',
    locale: 'RU',
    timeZone: 'Europe/Moscow',
    color: '#0f5c8c',
    logo: logo(
      '#0f5c8c',
      '<path d="M24 9v24m-7-17h14M10 27c2 8 7 11 14 12 7-1 12-4 14-12" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round"/>',
      'Северный порт',
    ),
    sites: [
      {
        name: 'Главный офис, Москва',
        timeZone: 'Europe/Moscow',
        address: 'Москва, Пресненская набережная, 12',
        directions: 'Метро «Деловой центр», выход 2, дальше 5 минут пешком. Гостевая парковка P2, первый час бесплатно.',
        whatToBring: 'Документ, удостоверяющий личность\nЭтот пропуск на телефоне или распечатанный',
        gates: ['Главный вход', 'Паркинг P2', 'Служебный вход'],
        rooms: [
          ['Балтика', 12],
          ['Ладога', 6],
          ['Онега', 4],
        ],
      },
      {
        name: 'Терминал Владивосток',
        timeZone: 'Asia/Vladivostok',
        address: 'Владивосток, улица Стрельникова, 9',
        directions: 'Автобус 60, остановка «Морской вокзал».',
        whatToBring: 'Паспорт\nЗакрытая обувь: на территории идут работы',
        gates: ['Проходная № 1'],
        rooms: [['Штаб', 8]],
      },
    ],
  },
  {
    code: 'aurora-labs',
    name: 'Aurora Labs',
    locale: 'EN',
    timeZone: 'Europe/London',
    color: '#7c3aed',
    logo: logo(
      '#7c3aed',
      '<path d="M8 34c6-14 12-20 16-20s6 8 8 8 4-6 8-10M8 40c8-8 14-10 18-10s8 4 14 2" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round"/>',
      'Aurora Labs',
    ),
    sites: [
      {
        name: 'London Laboratory',
        timeZone: 'Europe/London',
        address: '21 Harbour Exchange, London E14',
        directions: 'DLR South Quay, two minutes on foot. No visitor parking.',
        whatToBring: 'A photo identity document\nThis pass, on your phone or printed',
        identityCheck: true,
        gates: ['Reception', 'Goods entrance'],
        rooms: [
          ['Kelvin', 10],
          ['Faraday', 4],
        ],
      },
    ],
  },
  {
    code: 'north-port-sandbox',
    name: 'Северный порт (песочница)',
    locale: 'RU',
    timeZone: 'Europe/Moscow',
    color: '#475569',
    logo: logo(
      '#475569',
      '<path d="M12 30h24M16 22h16M20 14h8" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round"/>',
      'Песочница',
    ),
    isSandbox: true,
    sites: [
      {
        name: 'Тестовый офис',
        timeZone: 'Europe/Moscow',
        address: 'Тестовая улица, 1',
        directions: '',
        whatToBring: '',
        gates: ['Тестовая проходная'],
        rooms: [['Тестовая', 4]],
      },
    ],
  },
]

/** A demo organization in the database. */
export interface MadeOrganization {
  id: string
  code: string
  demo: DemoOrganization
  sites: { id: string; timeZone: string; gates: { id: string; name: string }[]; rooms: string[] }[]
}

/** Writes an organization with its brand, sites, gates, rooms and signing key. */
export async function makeOrganization(demo: DemoOrganization, now: Date): Promise<MadeOrganization> {
  const id = newId()
  const { code, name, timeZone, locale, isSandbox = false } = demo
  await prisma.organization.create({ data: { id, code, name, timeZone, locale, isSandbox, createdAt: now } })
  const brand = { primaryColor: demo.color, logo: new Uint8Array(Buffer.from(demo.logo)), logoType: 'image/svg+xml', updatedAt: now }
  await prisma.organizationBrand.create({ data: { organizationId: id, ...brand } })
  await createSigningKey(prisma, id, now)
  const sites: MadeOrganization['sites'] = []
  for (const site of demo.sites) sites.push(await makeSite(id, site))
  return { id, code, demo, sites }
}

async function makeSite(
  organizationId: string,
  { gates, rooms, ...site }: DemoOrganization['sites'][number],
): Promise<MadeOrganization['sites'][number]> {
  const id = newId()
  await prisma.site.create({ data: { id, organizationId, ...site, accessState: { create: {} } } })
  const madeGates = gates.map((name) => ({ id: newId(), name }))
  await prisma.gate.createMany({ data: madeGates.map((gate) => ({ ...gate, organizationId, siteId: id })) })
  const madeRooms = rooms.map(([name, capacity]) => ({ id: newId(), name, capacity }))
  await prisma.room.createMany({ data: madeRooms.map((room) => ({ ...room, organizationId, siteId: id })) })
  return { id, timeZone: site.timeZone, gates: madeGates, rooms: madeRooms.map((room) => room.id) }
}
