import type { z } from 'zod'
import { createVisitorType, updateVisitorType } from '../../../server/domains/visitor-types/use-cases/save-visitor-type'
import type { VisitorType } from '../../../server/generated/prisma/client'
import type { VisitorForm, fieldSchema, visitorFormSchema } from '../../../shared/visitor-types/form'
import type { TestOrganization } from '../../setup/organization'
import { asOrgAdmin } from '../../setup/principals'
import { done } from '../guest-lists/lists'

/** A question of a type, before it is checked. */
export type NewField = z.input<typeof fieldSchema>

/** A question to the guest, one line of text unless told otherwise. */
export const field = (key: string, more: Partial<NewField> = {}): NewField => ({
  key,
  kind: 'SHORT_TEXT',
  label: { ru: `Вопрос ${key}`, en: `Question ${key}` },
  help: null,
  required: false,
  answeredBy: 'GUEST',
  ...more,
})

/** Makes a type that asks this. */
export const typeOf = async (
  org: TestOrganization,
  fields: NewField[],
  requires: VisitorForm['requires'] = [],
  name = 'Contractor',
): Promise<VisitorType> => done(await createVisitorType(asOrgAdmin(org), { name, form: { fields, requires } }))

/** Makes a type that asks for anything else. */
export const typeWith = async (org: TestOrganization, form: Partial<z.input<typeof visitorFormSchema>>): Promise<VisitorType> =>
  done(await createVisitorType(asOrgAdmin(org), { name: 'Contractor', form: { fields: [], requires: [], ...form } }))

/** Changes what a type asks. */
export const changeType = async (
  org: TestOrganization,
  { id, version, name }: VisitorType,
  fields: NewField[],
  requires: VisitorForm['requires'] = [],
): Promise<VisitorType> => done(await updateVisitorType(asOrgAdmin(org), { visitorTypeId: id, version, name, form: { fields, requires } }))
