import { base, endpoints } from './script';
import type { OpenTransport } from './transport';

export const openSocket: OpenTransport = (hello, on) => {
  let greeted = false;
  const socket = new WebSocket(base.replace(/^http/, 'ws') + endpoints + 'socket');
  socket.onopen = () => {
    socket.send(JSON.stringify(hello()));
    greeted = true;
  };
  socket.onmessage = ({ data }) => on.frame(JSON.parse(data));
  // a frame has said before why, where it was the service that closed it
  socket.onclose = () => on.down({});
  return {
    send(text) {
      const open = greeted && socket.readyState === 1;
      if (open) socket.send(text);
      return open;
    },
    close: () => socket.close(),
  };
};
