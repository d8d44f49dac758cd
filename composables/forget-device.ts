/**
 * Forgets the names that this browser keeps for a person (`layers/admin/composables/names`), and the pages that show them without a network.
 * Other tabs let go of them at once. Roll calls that were begun without a connection and not told yet stay: nobody is named in them.
 * @param userId a global id
 */
export async function forgetNames(userId: string): Promise<void> {
  if ('caches' in window) await caches.delete('roll-call').catch(() => false)
  await new Promise<void>((done) => {
    const gone = indexedDB.deleteDatabase(`gc-names-${userId}`)
    for (const end of ['success', 'error', 'blocked'] as const) gone.addEventListener(end, () => done())
  })
}
