/** The path of a request as it may be logged: without its query, and without the token of an invite link. */
export const loggedPath = (path: string): string => (path.split('?', 1)[0] ?? '').replace(/^\/i\/[^/]+/, '/i/…')
