import type { OpenTransport } from './transport';

/** Close codes are 4000 + the place in the contract's list: bad_frame, bad_hello, origin, unknown_zone, disabled are final. */
const finalCodes = [4005, 4006, 4007, 4009, 4010];

export const openSocket: OpenTransport = (base, hello, on) => {
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
  socket.onmessage = ({ data }) => {
    on.alive();
    on.frame(JSON.parse(data));
  };
  socket.onclose = ({ code }) => on.down({ final: finalCodes.includes(code), reason: '' + code });
  return {
    send(text) {
      const open = greeted && socket.readyState === 1;
      if (open) socket.send(text);
      return open;
    },
    close: () => socket.close(),
  };
};
