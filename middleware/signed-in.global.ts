const staffPages = /^\/(account|approvals|host|admin|devconsole)(\/|$)/

/** Sends whoever is not signed in to the sign-in page and back afterwards. A courtesy: rights are checked by the API. */
export default defineNuxtRouteMiddleware(async (to) => {
  if (!staffPages.test(to.path)) return
  const viewer = await useViewer().load()
  if (!viewer) return navigateTo({ path: '/sign-in', query: { next: to.fullPath } })
  if (viewer.isEnrolling && to.path !== '/account/security') return navigateTo('/account/security')
})
