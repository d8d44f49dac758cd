import { expect, it } from 'vitest'
import { rememberAnswer, sendAnswer } from './page-answers'

it('sends the data of an answer once, however often the page holds it', () => {
  const context = {}
  const { data } = rememberAnswer(context, { data: { visits: [] } })
  const { data: other } = rememberAnswer(context, { data: { visits: [] } })
  expect([sendAnswer(context, data), sendAnswer(context, other), sendAnswer(context, data)]).toEqual(['answer-0', 'answer-1', 'answer-0'])
})

it.each([
  ['what no answer brought', { visits: [] }],
  ['a text', 'visits'],
  ['nothing', null],
])('%s stays where it is', (_, value) => {
  const context = {}
  rememberAnswer(context, { data: { visits: [] } })
  expect(sendAnswer(context, value)).toBeNull()
})

it('an answer without data has nothing to send', () => {
  const context = {}
  expect(rememberAnswer(context, { data: null, errors: [{ message: 'No' }] }).errors).toHaveLength(1)
  expect(sendAnswer(context, null)).toBeNull()
})
