import { enumOf } from '../../../graphql/enums'

/** What is done about somebody of the watchlist. */
export const WatchlistActionType = enumOf('WatchlistAction', 'What is done when somebody of the watchlist comes.', {
  REVIEW: 'Somebody looks at it first.',
  BLOCK: 'Kept out, unless two people agree to admit them.',
})

/** Where an entry of the watchlist stands. */
export const WatchlistStatusType = enumOf('WatchlistStatus', 'Where an entry of the watchlist stands.', {
  ASKED: 'A colleague asks not to admit a visitor; nobody has decided.',
  ACTIVE: 'It counts.',
  DECLINED: 'The colleague’s wish was declined.',
  REMOVED: 'It counts no more, and nothing of what it said is kept.',
})

/** What waits for a second person. */
export const WatchlistProposalType = enumOf('WatchlistProposal', 'A change of the watchlist that takes two people.', {
  BLOCK: 'To keep somebody out.',
  REMOVE: 'To take somebody off the list.',
})

/** What became of a possible match. */
export const WatchlistMatchStatusType = enumOf('WatchlistMatchStatus', 'What became of a visitor who may be somebody of the watchlist.', {
  OPEN: 'Nobody has decided; the visitor’s passes wait.',
  ADMITTED: 'May come, and is not asked about again.',
  REFUSED: 'May not: the passes are withdrawn.',
  CLOSED: 'Nobody has to decide any more: the entry was removed, or the visitor erased.',
})

/** What is decided over a possible match. */
export const WatchlistDecisionType = enumOf('WatchlistDecision', 'What is decided over a visitor who may be somebody of the watchlist.', {
  ADMIT: 'They may come.',
  REFUSE: 'They may not.',
})

/** What security answers to a wish. */
export const NotToAdmitDecisionType = enumOf('NotToAdmitDecision', 'What is answered to the wish that a visitor is not admitted.', {
  DECLINE: 'Nothing is done.',
  REVIEW: 'Somebody looks at it when they come.',
  BLOCK: 'They are kept out, once a second person agrees; looked at until then.',
})
