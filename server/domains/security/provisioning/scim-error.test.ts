import { expect, it } from 'vitest'
import { ScimError } from './scim-error'

it('says what is wrong as RFC 7644 has it: the status as a text, and a kind only where there is one', () => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  expect(new ScimError(409, 'Taken', 'uniqueness').body).toEqual({ schemas, status: '409', scimType: 'uniqueness', detail: 'Taken' })
  expect(new ScimError(404, 'Gone').body).toEqual({ schemas, status: '404', detail: 'Gone' })
})
