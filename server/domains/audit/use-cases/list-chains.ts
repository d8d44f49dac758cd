import { prisma } from '../../../infra/db'
import { platformChain } from '../chain'
import { readTails } from '../chain.sql'

/** A chain with a name that people know. */
export interface NamedChain {
  chain: string
  name: string
}

/** The chains of the installation: the platform's, those of the organizations by their code, and any that belongs to none. */
export async function listChains(): Promise<NamedChain[]> {
  const organizations = await prisma.organization.findMany({ select: { id: true, code: true }, orderBy: { code: 'asc' } })
  const known = new Set([platformChain, ...organizations.map(({ id }) => id)])
  const strays = (await readTails()).filter(({ chain }) => !known.has(chain))
  return [
    { chain: platformChain, name: platformChain },
    ...organizations.map(({ id, code }) => ({ chain: id, name: code })),
    ...strays.map(({ chain }) => ({ chain, name: chain })),
  ]
}
