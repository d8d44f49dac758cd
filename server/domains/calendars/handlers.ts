import { on, run, type Handler } from '../../core/handlers'
import { OutsideCalendarDue } from './events'
import { SyncOutsideCalendar } from './jobs'
import { syncOutsideCalendar } from './use-cases/sync-outside-calendar'

const handlers: Handler[] = [
  on(OutsideCalendarDue, SyncOutsideCalendar, ({ outsideCalendarId }) => ({ outsideCalendarId })),
  run(SyncOutsideCalendar, syncOutsideCalendar),
]

export default handlers
