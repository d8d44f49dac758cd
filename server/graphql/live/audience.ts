import { createHash } from 'node:crypto'
import { Kind, visit, type DocumentNode, type ExecutionArgs } from 'graphql'
import type { GraphqlContext } from '../context'
import { rightsOf } from './rights'

const isArgument = (name: string) => (argument: { name: { value: string } }) => argument.name.value === name

/** The variable that says after which cursor a subscription begins, unless something else reads it too. */
function beginning(document: DocumentNode): string | undefined {
  const uses = new Map<string, number>()
  visit(document, {
    Argument: ({ value }) => {
      if (value.kind === Kind.VARIABLE) uses.set(value.name.value, (uses.get(value.name.value) ?? 0) + 1)
    },
  })
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    for (const field of definition.selectionSet.selections) {
      const value = field.kind === Kind.FIELD ? field.arguments?.find(isArgument('after'))?.value : undefined
      if (value?.kind === Kind.VARIABLE && uses.get(value.name.value) === 1) return value.name.value
    }
  }
  return undefined
}

const numbers = new WeakMap<DocumentNode, number>()
let documents = 0

function numberOf(document: DocumentNode): number {
  const number = numbers.get(document) ?? ++documents
  numbers.set(document, number)
  return number
}

/** Names those who get the same results of the same happenings: whoever asks for the same, with the same rights, in the same language. */
export function audienceOf({ document, operationName, variableValues }: ExecutionArgs, ctx: GraphqlContext): string {
  const { [beginning(document) ?? '']: _, ...variables } = variableValues ?? {}
  const asked = [numberOf(document), operationName, variables, ctx.language, ctx.actor.type, ctx.hostId, rightsOf(ctx)]
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64')
}
