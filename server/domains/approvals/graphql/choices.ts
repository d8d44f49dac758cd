import { isFailure } from '../../../core/errors'
import type { Department } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId, optionalLocalId } from '../../../graphql/global-id'
import { findChoices, type ApprovalChoice, type ApprovalChoices, type HeadedDepartment } from '../use-cases/chains/find-choices'
import { setDepartmentHead } from '../use-cases/chains/set-department-head'

const ApprovalChoiceType = builder.objectRef<ApprovalChoice & { type: string }>('ApprovalChoice').implement({
  description: 'Something that can be chosen for a chain.',
  fields: (t) => ({
    value: t.id({ description: 'Its global id.', resolve: ({ type, id }) => encodeGlobalId(type, id) }),
    name: t.exposeString('name', { description: 'What it is called.' }),
  }),
})

const HeadedDepartmentType = builder.objectRef<HeadedDepartment>('HeadedDepartment').implement({
  description: 'A department, and who heads it.',
  fields: (t) => ({
    value: t.id({ description: 'Its global id.', resolve: ({ id }) => encodeGlobalId('Department', id) }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    level: t.exposeInt('level', { description: 'How deep it lies: 1 at the top.' }),
    headMemberId: t.id({
      nullable: true,
      description: 'The person who heads it; null where nobody is named.',
      resolve: ({ headId }) => headId && encodeGlobalId('Member', headId),
    }),
  }),
})

const choices = (type: string, rows: ApprovalChoice[]) => rows.map((row) => ({ ...row, type }))

const ApprovalChoicesType = builder.objectRef<ApprovalChoices>('ApprovalChoices').implement({
  description: 'What whoever makes a chain can choose from.',
  fields: (t) => ({
    people: t.field({ type: [ApprovalChoiceType], description: 'People.', resolve: ({ people }) => choices('Member', people) }),
    roles: t.field({ type: [ApprovalChoiceType], description: 'Roles.', resolve: ({ roles }) => choices('Role', roles) }),
    sites: t.field({ type: [ApprovalChoiceType], description: 'Sites.', resolve: ({ sites }) => choices('Site', sites) }),
    visitorTypes: t.field({
      type: [ApprovalChoiceType],
      description: 'Kinds of guests.',
      resolve: ({ visitorTypes }) => choices('VisitorType', visitorTypes),
    }),
    departments: t.expose('departments', { type: [HeadedDepartmentType], description: 'Departments in the order of the tree.' }),
  }),
})

builder.queryField('approvalChoices', (t) =>
  t.field({
    type: ApprovalChoicesType,
    description: 'What whoever makes a chain of approvals can choose from.',
    resolve: (_, __, ctx) => findChoices(ctx),
  }),
)

const SetDepartmentHeadInput = builder.inputType('SetDepartmentHeadInput', {
  description: 'Who heads a department.',
  fields: (t) => ({
    departmentId: t.id({ required: true, description: 'Which department.' }),
    memberId: t.id({ description: 'The person; left out, nobody.' }),
  }),
})

const SetDepartmentHeadSuccess = builder.objectRef<{ department: Department }>('SetDepartmentHeadSuccess').implement({
  description: 'Chains that ask the head of the department ask this person.',
  fields: (t) => ({
    department: t.field({ type: 'Department', description: 'The department.', resolve: ({ department }) => department }),
  }),
})

builder.mutationField('setDepartmentHead', (t) =>
  t.field({
    type: resultUnion('SetDepartmentHeadResult', [SetDepartmentHeadSuccess], ['NotFound', 'ValidationFailed'], 'SetDepartmentHeadSuccess'),
    description: 'Says who heads a department: whom chains of approvals ask for the guests of its hosts.',
    args: { input: t.arg({ type: SetDepartmentHeadInput, required: true, description: 'Who, of which.' }) },
    resolve: async (_, { input }, ctx) => {
      const which = { departmentId: localId('Department', input.departmentId), memberId: optionalLocalId('Member', input.memberId) }
      const department = await setDepartmentHead(ctx, which)
      return isFailure(department) ? department : { department }
    },
  }),
)
