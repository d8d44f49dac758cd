import { defineNuxtConfig } from 'nuxt/config'

/** A stricter limit than a page: one component, no `pages`, hence no router. */
export default defineNuxtConfig({ compatibilityDate: '2026-11-01', telemetry: false, devtools: { enabled: false }, srcDir: '.' })
