import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { LocaleType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { importPeople, type ImportedRow } from '../use-cases/import-people'

const ImportedPerson = builder.objectRef<ImportedRow>('ImportedPerson').implement({
  description: 'What became of one row of a list of people, or would.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'The line that whoever sent it named.' }),
    email: t.exposeString('email', { description: 'The address on it.' }),
    isNew: t.exposeBoolean('isNew', { description: 'Whether nobody with that address belonged to the organization: they are invited.' }),
    newDepartments: t.exposeStringList('newDepartments', { description: 'Departments that are made, each below the one before.' }),
    changesDepartment: t.exposeBoolean('changesDepartment', {
      description: 'Whether the person belongs to another department than before.',
    }),
    changesPosition: t.exposeBoolean('changesPosition', { description: 'Whether what they do is otherwise than before.' }),
    problem: t.exposeString('problem', { nullable: true, description: 'What is wrong with the row; null where nothing is.' }),
  }),
})

const ImportedPersonInput = builder.inputType('ImportedPersonInput', {
  description: 'A row of a list of people. What is wrong with it is told of it, and the other rows are taken.',
  fields: (t) => ({
    line: t.int({ required: true, description: 'The line by which the sender finds it again, from 1.' }),
    email: t.string({ description: 'The address that the person signs in with: by it they are known.' }),
    name: t.string({ description: 'Full name, for somebody who does not belong to the organization yet.' }),
    department: t.string({ description: 'Where they belong, by names from the top: A / B / C. Empty, it stays as it is.' }),
    position: t.string({ description: 'What they do. Empty, it stays as it is.' }),
    locale: t.field({ type: LocaleType, description: 'Language of the invitation; default: the language of the caller.' }),
  }),
})

const ImportPeopleInput = builder.inputType('ImportPeopleInput', {
  description: 'People to import.',
  fields: (t) => ({
    rows: t.field({ type: [ImportedPersonInput], required: true, description: '1 to 100 rows.' }),
    isDryRun: t.boolean({ required: true, description: 'Whether only to say what would become of them.' }),
  }),
})

const ImportPeopleSuccess = builder.objectRef<{ rows: ImportedRow[] }>('ImportPeopleSuccess').implement({
  description: 'Each row was looked at by itself.',
  fields: (t) => ({ rows: t.field({ type: [ImportedPerson], description: 'What became of each.', resolve: ({ rows }) => rows }) }),
})

builder.mutationField('importPeople', (t) =>
  t.field({
    type: resultUnion('ImportPeopleResult', [ImportPeopleSuccess], ['ValidationFailed'], 'ImportPeopleSuccess'),
    description:
      'Imports people with their departments: makes what is missing, changes nothing that a row says nothing of. The same rows again change nothing.',
    args: { input: t.arg({ type: ImportPeopleInput, required: true, description: 'Whom.' }) },
    resolve: async (_, { input }, ctx) => {
      const rows = await importPeople(ctx, input)
      return isFailure(rows) ? rows : { rows }
    },
  }),
)
