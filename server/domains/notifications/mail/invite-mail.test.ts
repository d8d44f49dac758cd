import { load } from 'cheerio'
import { describe, expect, it } from 'vitest'
import { renderInviteMail, type InviteMail } from './invite-mail'
import { INVITE_TEXTS, type MailLocale } from './texts'

const mail: InviteMail = {
  locale: 'ru',
  organization: { name: 'Северный порт', logoUrl: 'https://example.com/logo.png', primaryColor: '#0f766e' },
  guestName: 'Андрей Ковалёв',
  hostName: 'Мария Соколова',
  place: { name: 'Маяк, 7 этаж', address: 'Санкт-Петербург, Кожевенная линия, 40' },
  startsAt: new Date('2026-11-12T20:00:00Z'),
  endsAt: new Date('2026-11-12T20:30:00Z'),
  timeZone: 'Europe/Moscow',
  inviteUrl: 'https://example.com/i/abc-_1',
  shortCode: '7K2M9XQ4TC',
  instructions: 'Пропуск на автомобиль\r\nСменная обувь',
}

const NASTY = `<script>alert(1)</script><img src=x onerror=y> & "двойные" 'одинарные' &amp; {{x}} ]]> --> عمر 👩‍🚒 ${'Ж'.repeat(300)}`

async function render(changes: Partial<InviteMail> = {}) {
  const result = await renderInviteMail({ ...mail, ...changes })
  const page = load(result.html)
  page('style, head').remove()
  return { ...result, page, words: page('body').text().replaceAll(/\s+/g, ' ') }
}

describe('the invite mail', () => {
  it.each<[MailLocale, string[]]>([
    [
      'ru',
      [
        'Здравствуйте, Андрей Ковалёв!',
        'Мария Соколова',
        'четверг, 12 ноября 2026',
        '23:00–23:30',
        'Москва, стандартное время (GMT+3)',
        'Маяк, 7 этаж',
        'Кожевенная линия, 40',
        '7K2M9-XQ4TC',
        'Сменная обувь',
        'только для оформления',
      ],
    ],
    [
      'en',
      [
        'Hello Андрей Ковалёв,',
        'Мария Соколова',
        'Thursday, 12 November 2026',
        '23:00–23:30',
        'Moscow Standard Time (GMT+3)',
        'Маяк, 7 этаж',
        'Кожевенная линия, 40',
        '7K2M9-XQ4TC',
        'Сменная обувь',
        'only to arrange',
      ],
    ],
  ])('says everything in HTML and in plain text: %s', async (locale, facts) => {
    const { words, text, html } = await render({ locale })
    for (const fact of facts) {
      expect(words).toContain(fact)
      expect(text).toContain(fact)
    }
    expect(html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`))
    expect(text).toContain(mail.inviteUrl)
  })

  it('names organization, day and time in the subject', async () => {
    expect((await render()).subject).toBe('Приглашение: Северный порт, 12 ноября в 23:00')
    expect((await render({ locale: 'en' })).subject).toBe('Invitation: Северный порт, 12 November at 23:00')
  })

  it('leads to the invite page and nowhere else, and loads only the logo', async () => {
    const { page, html } = await render()
    expect(
      new Set(
        page('a')
          .map((_, link) => page(link).attr('href'))
          .get(),
      ),
    ).toEqual(new Set([mail.inviteUrl]))
    expect(
      page('img')
        .map((_, image) => page(image).attr('src'))
        .get(),
    ).toEqual(['https://example.com/logo.png'])
    expect(html).not.toMatch(/@import|fonts\.googleapis|<link/)
  })

  it('fits under the 102 KB at which mailboxes cut', async () => {
    expect(Buffer.byteLength((await render()).html)).toBeLessThan(40_000)
  })

  it('shows hostile names as they are, and lets none become markup', async () => {
    const { page, words, text } = await render({
      organization: { name: NASTY, logoUrl: 'https://x.example/"onerror=y"><script>', primaryColor: 'red;}</style><script>' },
      guestName: NASTY,
      hostName: NASTY,
      place: { name: NASTY, address: NASTY },
      instructions: `${NASTY}\n${NASTY}`,
      inviteUrl: 'https://example.com/i/"><script>x</script>',
    })
    expect(page('script').length).toBe(0)
    expect(page('img')).toHaveLength(1)
    expect(page('img').attr('alt')).toBe(NASTY)
    expect(page('[onerror]')).toHaveLength(0)
    // Guest, host (in the sentence and by name), organization (sentence, privacy), place, address, two instructions; preview has the place too.
    expect(words.split(NASTY)).toHaveLength(11)
    expect(text).toContain(NASTY)
  })

  it.each(['javascript:alert(1)', '/logo.png', 'data:image/svg+xml,<svg onload=x>', '', null, undefined])(
    'shows the name for the logo %j',
    async (logoUrl) => {
      const { page, words } = await render({ organization: { ...mail.organization, logoUrl } })
      expect(page('img')).toHaveLength(0)
      expect(words).toContain('Северный порт')
    },
  )

  it('refuses a link that leads to no page', async () => {
    await expect(renderInviteMail({ ...mail, inviteUrl: 'javascript:alert(1)' })).rejects.toThrow(TypeError)
  })

  it('keeps line breaks and direction overrides out of the subject and short', async () => {
    const { subject } = await render({ organization: { name: `Порт\r\nBcc: all@example.com\u2028\u202e\0${'👩‍🚒'.repeat(300)}` } })
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u)
    expect(subject).toMatch(/^Приглашение: Порт Bcc: all@example\.com (?:👩‍🚒)+…, 12 ноября в 23:00$/)
  })

  it('keeps a name on its line in plain text', async () => {
    const { text } = await render({ guestName: 'Анна\n--\nПодпись' })
    expect(text).toContain('Здравствуйте, Анна -- Подпись!')
  })

  it.each([
    ['#ffd400', '#000000'],
    ['#0f766e', '#ffffff'],
    ['red', '#ffffff'],
  ])('makes the button readable on %s', async (primaryColor, ink) => {
    const { page } = await render({ organization: { name: 'X', primaryColor } })
    expect(page('a').first().attr('style')).toContain(`color:${ink}`)
  })
})

describe('the wordings', () => {
  it.each(Object.entries(INVITE_TEXTS))('hold nothing that HTML would escape: %s', (_, texts) => {
    const { about, repeats, left, ...rest } = texts
    for (const text of [
      ...Object.values(rest),
      ...Object.values(about).flatMap((each) => Object.values(each)),
      repeats(2),
      left(0),
      left(2),
    ])
      expect(typeof text === 'function' ? text('', '', '') : text).not.toMatch(/[&<>"']/)
  })
})
