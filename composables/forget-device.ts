/**
 * Forgets the names that this browser keeps for people (`layers/admin/composables/names`), and the pages that show them without a network: nobody
 * is signed in here. Other tabs let go of them at once. Roll calls that were begun without a connection and not told yet stay: nobody is named in them.
 */
export async function forgetNames(): Promise<void> {
  if ('caches' in window) await caches.delete('roll-call').catch(() => false)
  for (const { name = '' } of await indexedDB.databases().catch(() => [])) if (name.startsWith('gc-names-')) indexedDB.deleteDatabase(name)
}
