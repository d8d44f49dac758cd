import { Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'

const known = new WeakMap<FieldNode, Map<string, boolean>>()

/**
 * Whether an operation selects a field below the one being resolved; decides what a hot list joins.
 * Conditional selections count as selected. Remembered per document, so that a repeated query costs nothing.
 * @param path field names from the resolved field down, such as `edges.node.visitPasses`
 */
export function selects(info: GraphQLResolveInfo, path: string): boolean {
  const node = info.fieldNodes[0]
  if (!node) return true
  let paths = known.get(node)
  if (!paths) known.set(node, (paths = new Map()))
  let answer = paths.get(path)
  if (answer === undefined)
    paths.set(path, (answer = info.fieldNodes.some((field) => below(field.selectionSet, path.split('.'), info.fragments))))
  return answer
}

function below(set: SelectionSetNode | undefined, path: string[], fragments: Record<string, FragmentDefinitionNode>): boolean {
  const [name, ...rest] = path
  if (name === undefined) return true
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name && below(selection.selectionSet, rest, fragments)
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments[selection.name.value]?.selectionSet
    return below(inner, path, fragments)
  })
}
