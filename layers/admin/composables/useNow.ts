/**
 * The time, renewed now and then while the component lives; the same on the server and at first in the browser.
 * @param every in milliseconds
 */
export function useNow(every: number) {
  const now = useState('admin:now', () => Date.now())
  let timer: ReturnType<typeof setInterval>
  const renew = () => (now.value = Date.now())
  onMounted(() => {
    renew()
    timer = setInterval(renew, every)
  })
  onBeforeUnmount(() => clearInterval(timer))
  return readonly(now)
}
