import { RequestFailure } from '~/composables/graphql-request'
import type { BegunCall, BegunCalls } from './begun-calls'
import type { KeptName } from './names-documents'
import type { KeptSet, NamedSite, NamesStore } from './names-store'

/** How often names are brought while the server answers, in milliseconds. */
const bringing = 60_000

/** Answers that say that the reader may see no names any more. */
const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN'])

/** Whether names are kept on the device, and open; UNABLE where the browser cannot seal. */
export type NamesVault = 'UNKNOWN' | 'NONE' | 'LOCKED' | 'OPEN' | 'UNABLE'

/** What a page shows of the names that its device keeps. */
export interface NamesShown {
  vault: NamesVault
  sets: readonly KeptSet[]
  /** By the id of their site, while they are open. */
  names: ReadonlyMap<string, readonly KeptName[]>
  /** Roll calls that were begun on this device. */
  calls: readonly BegunCall[]
  isCut: boolean
}

/** Brings all names of a site; null where the reader lets nobody in. */
export type BringNames = (siteId: string) => Promise<{ names: KeptName[]; graceMinutes: number } | null>

/** Keeps the names of a device up to date, and says what it has. */
export class NamesKeeper {
  /** The PIN that was right last, while the page is open: what is begun of the names is kept under it too. */
  pin = ''
  private broughtAt = 0
  private isCut = false

  constructor(
    readonly names: NamesStore,
    readonly calls: BegunCalls,
    private readonly bring: BringNames,
    private readonly site: () => NamedSite | undefined,
    private readonly show: (shown: NamesShown) => void,
  ) {}

  /** Reads what the device keeps; what is over goes, and is shown no more. */
  async look(): Promise<void> {
    const [sets, vault] = [await this.names.sets(), await this.names.state()]
    const names = new Map<string, readonly KeptName[]>()
    if (vault === 'OPEN') for (const { site } of sets) names.set(site.id, (await this.names.names(site.id)) ?? [])
    this.show({ vault, sets, names, calls: await this.calls.all(), isCut: this.isCut })
  }

  /** Brings what is new where that is due, and looks. @param isDue whether it is due anyway */
  async round(isDue: boolean): Promise<void> {
    try {
      if (isDue || this.isCut || Date.now() - this.broughtAt >= bringing) await this.refresh()
      this.isCut = false
    } catch (error) {
      if (error instanceof RequestFailure && refusals.has(error.data.code)) await this.names.wipe()
      else this.isCut = true
    }
    await this.look()
  }

  async choose(pin: string): Promise<null> {
    await this.names.choose(pin)
    this.pin = pin
    await this.round(true)
    return null
  }

  /** @returns null when it was right, else how many tries are left */
  async unlock(pin: string): Promise<number | null> {
    const left = await this.names.unlock(pin)
    if (left === null) this.pin = pin
    await this.look()
    return left
  }

  async forget(): Promise<void> {
    await this.names.wipe()
    await this.look()
  }

  close(): void {
    this.pin = ''
    this.names.close()
    this.calls.close()
  }

  private async refresh(): Promise<void> {
    if ((await this.names.state()) === 'NONE') return
    const [kept, own] = [(await this.names.sets()).map((set) => set.site), this.site()]
    this.broughtAt = Date.now()
    for (const { id, name, timeZone } of own ? [own, ...kept.filter((site) => site.id !== own.id)] : kept) {
      const told = await this.bring(id)
      if (told) await this.names.keep({ id, name, timeZone }, told.names, told.graceMinutes)
      else await this.names.forget(id)
    }
  }
}
