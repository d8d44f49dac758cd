import { defineNuxtConfig } from 'nuxt/config'

/** The limit of the invite page: the smallest Nuxt application with a page that is rendered on request. Built in a folder of its own. */
export default defineNuxtConfig({ compatibilityDate: '2026-11-01', telemetry: false, devtools: { enabled: false }, srcDir: '.' })
