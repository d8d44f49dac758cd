import { createServer, type Server, type Socket } from 'node:net'

/** The smallest SMTP server that a mail can be handed to. */
export interface MailServer {
  port: number
  /** Whole mails, as they came. */
  readonly mails: string[]
  open: () => Promise<void>
  close: () => Promise<void>
  /** From now on it takes calls but says nothing: whoever sends stays in the middle of it. */
  hold: () => void
  /** Greets those who wait and everybody after them. */
  letGo: () => void
  /** How many wait for the greeting. */
  waiting: () => number
}

function converse(socket: Socket, accept: (mail: string) => void): void {
  let text = ''
  let inMail = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  const answer = (line: string) => {
    if (/^(EHLO|HELO|MAIL|RCPT|RSET|NOOP)/i.test(line)) return say('250 OK')
    if (/^QUIT/i.test(line)) return socket.end('221 Bye\r\n')
    inMail = /^DATA/i.test(line)
    return say(inMail ? '354 Go on' : '502 Unknown')
  }
  const takeMail = (): boolean => {
    const end = text.indexOf('\r\n.\r\n')
    if (end < 0) return false
    accept(text.slice(0, end))
    text = text.slice(end + 5)
    inMail = false
    say('250 Accepted')
    return true
  }
  const takeLine = (): boolean => {
    const end = text.indexOf('\r\n')
    if (end < 0) return false
    const line = text.slice(0, end)
    text = text.slice(end + 2)
    answer(line)
    return true
  }
  socket.on('data', (chunk) => {
    text += chunk.toString()
    while (inMail ? takeMail() : takeLine());
  })
  say('220 mail.test')
}

/** A mail server of a test on a port of its own; closed until `open`. */
export function mailServer(port: number): MailServer {
  const mails: string[] = []
  const waiting = new Set<Socket>()
  let holds = false
  let server: Server | undefined
  const greet = (socket: Socket) => converse(socket, (mail) => mails.push(mail))
  const receive = (socket: Socket) => {
    socket.on('error', () => undefined)
    socket.on('close', () => waiting.delete(socket))
    if (holds) waiting.add(socket)
    else greet(socket)
  }
  return {
    port,
    mails,
    open: () =>
      new Promise((resolve) => {
        server = createServer(receive).listen(port, '127.0.0.1', resolve)
      }),
    close: () => new Promise((resolve) => (server ? server.close(() => resolve()) : resolve())),
    hold: () => {
      holds = true
    },
    letGo: () => {
      holds = false
      waiting.forEach(greet)
      waiting.clear()
    },
    waiting: () => waiting.size,
  }
}
