import ts from 'typescript'
import { isTest, type SourceFile } from '../source-tree'

const documented = /^(server\/(core|infra|graphql|worker|domains)|shared|composables)\//

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)

const isOverload = (node: ts.Statement): boolean => ts.isFunctionDeclaration(node) && node.body === undefined

function nameOf(node: ts.Statement): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map((declaration) => declaration.name.getText()).join(', ')
  const { name } = node as ts.Statement & { name?: ts.Node }
  return name?.getText() ?? 'default'
}

function undocumented(file: SourceFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true)
  const seen = new Set<string>()
  return source.statements.flatMap((node) => {
    if (!isExported(node)) return []
    const name = nameOf(node)
    const hasComment = ts.getJSDocCommentsAndTags(node).some((comment) => ts.isJSDoc(comment))
    if (hasComment && isOverload(node)) seen.add(name)
    if (hasComment || seen.has(name)) return []
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    return [`${file.path}:${line + 1}: ${name} has no docstring`]
  })
}

/** Everything that server and shared code exports says what it does. `export default` of what a file is for needs no words. */
export const exportsAreDocumented = (files: SourceFile[]): string[] =>
  files.filter((file) => documented.test(file.path) && file.path.endsWith('.ts') && !isTest(file.path)).flatMap(undocumented)
