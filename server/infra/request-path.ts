/** The path of a request as it may be logged: without its query, and without the secret of an invite link or of a calendar. */
export const loggedPath = (path: string): string => (path.split('?', 1)[0] ?? '').replace(/^\/+(i|calendar)\/+[^/]+/i, '/$1/…')
