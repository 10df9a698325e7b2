import { backoff } from './backoff';
import { now } from './now';
import { complain, safely } from './safely';
import { openSocket } from './socket';
import { transportChoice } from './transport-choice';
import type { Down, Transport } from './transport';
import type { Frame, Hello } from './wire';
import { loadRest } from './with-rest';

const firstAnswer = 4000;
/** A poll is held for 25 s. */
const pollAnswer = 35_000;
const join = 250;
const apart = 1000;
const steady = 10_000;

export interface ConnectionPage {
  hello(): Hello;
  /** There are slots to be filled. A hidden page goes on for a while with the connection that it has, but opens none. */
  mayConnect(): boolean;
  /** The service has answered the last hello. */
  answered(): void;
  receive(frame: Frame): void;
}

/** The page's one connection to the service: opens it, notices when it is dead, and opens it again. */
export interface Connection {
  /** Sends a frame; false when it has to go with the next hello, which is then on its way if the page may connect. */
  say(frame: object): boolean;
  leave(): void;
  online(): void;
}

export function createConnection(page: ConnectionPage): Connection {
  const choice = transportChoice();
  let transport: Transport | undefined;
  let generation = 0;
  let stopped = false;
  let answeredAt: number | undefined;
  let openedAt = 0;
  let notBefore = 0;
  let attempt = 0;
  let heartbeat = 20_000;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    generation++;
    transport?.close();
    transport = timer = void clearTimeout(timer);
    clearTimeout(watchdog);
  };

  const open = () => {
    close();
    if (stopped || !page.mayConnect()) return;
    const mine = generation;
    const ours =
      <T extends unknown[]>(act: (...args: T) => void) =>
      safely((...args: T) => {
        if (mine === generation) act(...args);
      });
    answeredAt = undefined;
    openedAt = now();
    const kind = choice.current();
    watch(firstAnswer);
    const on = { alive: ours(alive), frame: ours(receive), again: ours(ask), down: ours(lost) };
    transport = { close() {} };
    const connect = async () => {
      const openTransport = kind === 'socket' ? openSocket : (await loadRest())[kind];
      if (mine === generation) transport = openTransport(page.hello, on);
    };
    // a part may not load, and what makes sockets may throw where somebody wants no ads
    connect().catch(() => on.down({}));
  };

  const watch = (time: number) => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => lost({ timedOut: true }), choice.current() === 'poll' ? pollAnswer : time);
  };

  const alive = () => {
    watch(2 * heartbeat);
    if (answeredAt) return;
    answeredAt = now();
    choice.worked();
    page.answered();
  };

  const receive = (frame: Frame) => {
    if (frame.type === 'ready') heartbeat = frame.heartbeat;
    alive();
    if (frame.type === 'close') lost(frame);
    else page.receive(frame);
  };

  const lost = ({ final, reason, detail, retryAfter, timedOut }: Down) => {
    const lived = answeredAt && now() - answeredAt;
    close();
    if (final) {
      stopped = true;
      return complain('refused:', reason, detail ?? '');
    }
    if (lived! > steady) attempt = 0;
    if (retryAfter !== undefined) {
      notBefore = now() + retryAfter;
      return start();
    }
    const next = choice.failed(lived, !timedOut && navigator.onLine);
    if (next === 'never') stopped = true;
    else if (next === 'now') start();
    else later(backoff(attempt++));
  };

  const later = (wait: number) => {
    timer = setTimeout(() => {
      timer = undefined;
      start();
    }, wait);
  };

  const start = () => {
    if (transport || timer) return;
    const wait = notBefore - now();
    if (wait > 0) later(wait);
    else open();
  };

  const ask = () => {
    if (!transport) start();
    else if (!timer && choice.current() !== 'socket')
      timer = setTimeout(open, Math.max(join, openedAt + apart - now()));
  };

  const connection: Connection = {
    say(frame) {
      const sent = !!transport?.send?.(JSON.stringify(frame));
      if (!sent) ask();
      return sent;
    },
    leave() {
      connection.say({ type: 'bye' });
      close();
    },
    online() {
      close();
      later(backoff(0));
    },
  };
  return connection;
}
