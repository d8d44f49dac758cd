/** The worker that opens pages of roll calls without a network. Its scope has no slash at its end: the list of roll calls is one of them. */
export const rollCallPages = { worker: '/admin/roll-call/worker.js', scope: '/admin/roll-call' }
