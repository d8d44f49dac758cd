import { defineNuxtModule } from 'nuxt/kit'

/**
 * Vue counts a component with a server-side hook into the ids that `useId` makes after it. Nuxt removes those hooks from
 * the browser's program, so that there labels would name other fields than on the server's page: they are kept.
 */
export default defineNuxtModule({
  meta: { name: 'stable-ids' },
  setup(_, nuxt) {
    const { client } = nuxt.options.optimization.treeShake.composables
    client.vue = client.vue?.filter((name) => name !== 'onServerPrefetch') ?? []
  },
})
