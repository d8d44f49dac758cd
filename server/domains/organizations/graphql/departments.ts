import { isFailure, type Failure } from '../../../core/errors'
import type { Department } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId, optionalLocalId } from '../../../graphql/global-id'
import { maySeeDepartments } from '../policy'
import { createDepartment } from '../use-cases/create-department'
import { deleteDepartment } from '../use-cases/delete-department'
import { listDepartments } from '../use-cases/list-departments'
import { moveDepartment } from '../use-cases/move-department'
import { renameDepartment } from '../use-cases/rename-department'

builder.node('Department', {
  description: 'A part of the organization to which people belong.',
  id: { resolve: (department) => department.id, description: 'Global id.' },
  loadMany: (ids, ctx) => Promise.all(ids.map((id) => (maySeeDepartments(ctx) ? ctx.load.one('Department', id) : null))),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name: unique among its siblings.' }),
    parent: t.field({
      type: 'Department',
      nullable: true,
      description: 'The department that it is a part of; null at the top.',
      resolve: ({ parentId }, _, ctx) => (parentId ? ctx.load.one('Department', parentId) : null),
    }),
    memberCount: t.int({
      description: 'How many people belong to it itself, without those below.',
      resolve: ({ id }, _, ctx) => ctx.load.memberCount(id),
    }),
  }),
})

builder.queryField('departments', (t) =>
  t.field({
    type: ['Department'],
    description: 'Every department of the organization, 500 at most: a tree has no pages.',
    resolve: (_, __, ctx) => listDepartments(ctx),
  }),
)

const departmentResult = (name: string, description: string, more: 'IdempotencyKeyReused'[] = []) => {
  const success = builder.objectRef<{ department: Department }>(`${name}Success`).implement({
    description,
    fields: (t) => ({
      department: t.field({ type: 'Department', description: 'The department.', resolve: ({ department }) => department }),
    }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed', ...more], `${name}Success`)
}

const DeleteDepartmentSuccess = builder.objectRef<{ department: Department }>('DeleteDepartmentSuccess').implement({
  description: 'The department is gone.',
  fields: (t) => ({
    departmentId: t.id({
      description: 'The department that was.',
      resolve: ({ department }) => encodeGlobalId('Department', department.id),
    }),
  }),
})

const answer = async (work: Promise<Department | Failure>) => {
  const department = await work
  return isFailure(department) ? department : { department }
}

const CreateDepartmentInput = builder.inputType('CreateDepartmentInput', {
  description: 'A new department.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name: unique among its siblings.' }),
    parentId: t.id({ description: 'The department that it is a part of; left out, it stands at the top.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const RenameDepartmentInput = builder.inputType('RenameDepartmentInput', {
  description: 'What a department shall be called.',
  fields: (t) => ({
    departmentId: t.id({ required: true, description: 'The department.' }),
    name: t.string({ required: true, description: 'Name: unique among its siblings.' }),
  }),
})

const MoveDepartmentInput = builder.inputType('MoveDepartmentInput', {
  description: 'Where a department shall stand.',
  fields: (t) => ({
    departmentId: t.id({ required: true, description: 'The department.' }),
    parentId: t.id({ description: 'The department that it shall be a part of; left out, it stands at the top.' }),
  }),
})

const DeleteDepartmentInput = builder.inputType('DeleteDepartmentInput', {
  description: 'Which department to delete.',
  fields: (t) => ({ departmentId: t.id({ required: true, description: 'The department.' }) }),
})

builder.mutationFields((t) => ({
  createDepartment: t.field({
    type: departmentResult('CreateDepartment', 'People can belong to the department.', ['IdempotencyKeyReused']),
    description: 'Makes a department, at the top or below another.',
    args: { input: t.arg({ type: CreateDepartmentInput, required: true, description: 'What it is, and where.' }) },
    resolve: (_, { input }, ctx) => answer(createDepartment(ctx, { ...input, parentId: optionalLocalId('Department', input.parentId) })),
  }),
  renameDepartment: t.field({
    type: departmentResult('RenameDepartment', 'The department has another name.'),
    description: 'Gives a department another name.',
    args: { input: t.arg({ type: RenameDepartmentInput, required: true, description: 'Which, and its name.' }) },
    resolve: (_, { input }, ctx) => answer(renameDepartment(ctx, { ...input, departmentId: localId('Department', input.departmentId) })),
  }),
  moveDepartment: t.field({
    type: departmentResult('MoveDepartment', 'The department stands there with everything below it.'),
    description: 'Puts a department with everything below it under another, or at the top. Refused for a place below itself.',
    args: { input: t.arg({ type: MoveDepartmentInput, required: true, description: 'Which, and where to.' }) },
    resolve: (_, { input }, ctx) =>
      answer(
        moveDepartment(ctx, {
          departmentId: localId('Department', input.departmentId),
          parentId: optionalLocalId('Department', input.parentId),
        }),
      ),
  }),
  deleteDepartment: t.field({
    type: resultUnion('DeleteDepartmentResult', [DeleteDepartmentSuccess], ['NotFound', 'ValidationFailed'], 'DeleteDepartmentSuccess'),
    description: 'Deletes a department. Refused while people or other departments belong to it.',
    args: { input: t.arg({ type: DeleteDepartmentInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(deleteDepartment(ctx, { departmentId: localId('Department', input.departmentId) })),
  }),
}))
