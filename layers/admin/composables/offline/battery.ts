interface Battery {
  level: number
  charging: boolean
}

/** How full the battery is and whether it is being charged; null where the browser does not say. */
export async function batteryOf(): Promise<{ batteryPercent: number | null; isCharging: boolean | null }> {
  const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<Battery> }
  const battery = await getBattery?.call(navigator).catch(() => undefined)
  return { batteryPercent: battery ? Math.round(battery.level * 100) : null, isCharging: battery?.charging ?? null }
}
