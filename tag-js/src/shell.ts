/** The document inside a creative's iframe: takes the HTML from the tag once, writes it, and tells how it goes. */

const before = '<!doctype html><meta charset="utf-8"><base target="_blank"><style>body{margin:0;overflow:hidden}</style>';
const frameOnce = requestAnimationFrame;

function receive({ source, ports, data }: MessageEvent): void {
  const port = ports[0];
  if (source !== parent || !port) return;
  removeEventListener('message', receive);

  port.onmessage = (message) => {
    if (message.data?.type === 'ping') port.postMessage({ type: 'pong' });
  };
  document.open();
  // only now: opening the document drops the listeners of the window
  addEventListener('error', ({ message }) => port.postMessage({ type: 'error', message: ('' + message).slice(0, 200) }), { once: true });
  document.write(before + data.html);
  document.close();

  const begin = () => {
    if (document.body?.firstElementChild || document.readyState !== 'loading') port.postMessage({ type: 'rendered' });
    else frameOnce(begin);
  };
  frameOnce(begin);
}

addEventListener('message', receive);
