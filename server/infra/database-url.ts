/** Where a `mysql://user:password@host:3306/database` URL points: the driver itself reads only its own `mariadb://` form. */
export interface DatabaseAddress {
  host: string
  port: number
  user: string
  password: string
  /** Empty for a URL that names a server but no database. */
  database: string
}

/** Reads a database URL. @throws TypeError when it is no URL */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    host: hostname,
    port: port ? Number(port) : 3306,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  }
}
