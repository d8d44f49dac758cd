/** What a worker answers with that has kept a copy: what the network says, or the copy where it says nothing in time, or that the server is away. */
export const liveOrCopy = (live: Promise<Response>, copy: Response, patience: number): Promise<Response> =>
  Promise.race([
    live.then(
      (answer) => (answer.status < 500 ? answer : copy),
      () => copy,
    ),
    new Promise<Response>((show) => setTimeout(show, patience, copy)),
  ])
