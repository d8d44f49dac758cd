import { writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../graphql/schema'

/** Prints the schema to the committed contract, `server/graphql/schema.graphql`. */
writeFileSync('server/graphql/schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`)
process.exit(0)
