import { on, run, type Handler } from '../../core/handlers'
import { WatchlistChanged } from './events'
import { ScreenExpected } from './jobs'
import { screenExpected } from './use-cases/screen-expected'

const handlers: Handler[] = [on(WatchlistChanged, ScreenExpected, ({ revision }) => ({ revision })), run(ScreenExpected, screenExpected)]

export default handlers
