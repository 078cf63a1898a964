import { once } from 'node:events';
import { createServer } from 'node:net';

/** A mail server that keeps what it is sent. */
export interface SmtpServer {
  readonly url: string;
  readonly mails: string[];
  /** Its answer to the next recipients, instead of 250. */
  refuseWith: string | null;
  stop(): void;
}

/** Speaks as much of RFC 5321 as a client needs. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: string[] = [];
  const state: { refuseWith: string | null } = { refuseWith: null };
  const server = createServer((socket) => {
    let [text, isData] = ['', false];
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (/^RCPT/iu.test(line)) say(state.refuseWith ?? '250 ok');
      else if (/^DATA/iu.test(line)) {
        isData = true;
        say('354 go on');
      } else if (/^QUIT/iu.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += String(chunk);
      for (let end = text.indexOf(isData ? '\r\n.\r\n' : '\r\n'); end >= 0; end = text.indexOf(isData ? '\r\n.\r\n' : '\r\n')) {
        const part = text.slice(0, end);
        text = text.slice(end + (isData ? 5 : 2));
        if (!isData) hear(part);
        else {
          isData = false;
          mails.push(part);
          say('250 taken');
        }
      }
    });
    say('220 test ESMTP');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}?ignoreTLS=true`,
    mails,
    get refuseWith() {
      return state.refuseWith;
    },
    set refuseWith(answer) {
      state.refuseWith = answer;
    },
    stop: () => void server.close(),
  };
}
