// Components and composables of a front end are imported by name (#layers/…), so that tools see who uses what.
export default defineNuxtConfig({ srcDir: '.', components: false, imports: { scan: false } })
