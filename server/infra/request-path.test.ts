import { expect, it } from 'vitest'
import { loggedPath } from './request-path'

it('keeps tokens and queries out of the log', () => {
  expect(loggedPath('/i/AaIFlFAbdYuG73lVvS1H7gAGh098BXPZ6G_cH7KRKMs?lang=en')).toBe('/i/…')
  expect(loggedPath('/i/AaIFlFAbdYuG73lVvS1H7gAGh098BXPZ6G_cH7KRKMs/visit.ics')).toBe('/i/…/visit.ics')
  expect(loggedPath('/calendar/gcc_73lVvS1H7gAGh098BXPZ6G_cH7KRKMs.ics')).toBe('/calendar/…')
  expect(loggedPath('//Calendar/gcc_73lVvS1H7gAGh098BXPZ6G_cH7KRKMs.ics')).toBe('/Calendar/…')
  expect(loggedPath('/host?visit=secret')).toBe('/host')
})
