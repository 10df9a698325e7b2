import { base } from './script';
import type { OpenTransport } from './transport';

/** Close codes are 4000 + the place in the contract's list: those from bad_frame on are final, but for limit. */
const isFinal = (code: number) => code >= 4005 && code !== 4008;

export const openSocket: OpenTransport = (hello, on) => {
  let greeted = false;
  let socket: WebSocket;
  try {
    socket = new WebSocket(base.replace(/^http/, 'ws') + '/comet/v1/socket');
  } catch {
    queueMicrotask(() => on.down({}));
    return { close() {} };
  }
  socket.onopen = () => {
    socket.send(JSON.stringify(hello()));
    greeted = true;
  };
  socket.onmessage = ({ data }) => on.frame(JSON.parse(data));
  socket.onclose = ({ code }) => on.down({ final: isFinal(code), reason: '' + code });
  return {
    send(text) {
      const open = greeted && socket.readyState === 1;
      if (open) socket.send(text);
      return open;
    },
    close: () => socket.close(),
  };
};
