import { defineEventHandler } from 'h3'
import { productVersion } from '../../infra/version'

/** Which version of the product this process is. */
export default defineEventHandler(() => ({ name: 'guest-center', version: productVersion }))
