/** The document inside a creative's iframe: takes the ad from the tag once, writes its HTML, and tells how it goes. */
import { safeFrame } from './shell-safeframe';

const before = '<!doctype html><meta charset="utf-8"><base target="_blank"><style>body{margin:0;overflow:hidden}</style>';
const frameOnce = requestAnimationFrame;

const isHeavy = ({ body }: Report) => (body as { id?: string } | null)?.id === 'HeavyAdIntervention';

function receive({ source, ports, data: ad }: MessageEvent): void {
  const port = ports[0];
  if (source !== parent || !port) return;
  removeEventListener('message', receive);

  const place = safeFrame(ad, port);
  port.onmessage = ({ data }) => {
    if (data?.type === 'ping') port.postMessage({ type: 'pong' });
    if (data?.type === 'place') place.hear(data);
  };

  // the browser says why it takes the document away; not all browsers do
  if (window.ReportingObserver)
    new ReportingObserver((reports) => reports.some(isHeavy) && port.postMessage({ type: 'heavy' }), { types: ['intervention'], buffered: true }).observe();

  const write = () => {
    document.open();
    // only now: opening the document drops the listeners of the window
    addEventListener('error', ({ message }) => port.postMessage({ type: 'error', message: ('' + message).slice(0, 200) }), { once: true });
    document.write(before + ad.html);
    document.close();
    frameOnce(begin);
  };

  const begin = () => {
    if (document.body?.firstElementChild || document.readyState !== 'loading') port.postMessage({ type: 'rendered' });
    else frameOnce(begin);
  };
  place.begin(write);
}

addEventListener('message', receive);
