/** What is wrong with a request, in the words of RFC 7644, section 3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'tooMany'

/** The name of an error's body. */
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** Why a directory's request is refused: thrown, so that the transaction it arises in leaves nothing behind. */
export class ScimError extends Error {
  override name = 'ScimError'

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 429 | 500 | 501 | 503,
    readonly detail: string,
    readonly scimType: ScimType | null = null,
  ) {
    super(detail)
  }

  /** The body of the answer. */
  get body() {
    return {
      schemas: [errorSchema],
      status: String(this.status),
      ...(this.scimType && { scimType: this.scimType }),
      detail: this.detail,
    }
  }
}

/** What is not there, or not of this organization. */
export const notThere = (): ScimError => new ScimError(404, 'There is no such resource')

/** What one person decided, a directory does not undo. */
export const suspendedByHand = (): ScimError =>
  new ScimError(403, 'An administrator of the organization has suspended this person, and only one can let them in again')
