import { tellPlace } from './place';
import { base, endpoints } from './script';
import type { Ad } from './wire';

export type ShellMessage = { type: 'rendered' | 'pong' | 'place' | 'heavy' } | { type: 'error'; message: string };

const sandbox =
  'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation';

export interface ShellFrame {
  spot: HTMLElement;
  /** Has the shell tell that it is alive. */
  poke(): void;
  remove(): void;
}

/** Loads a creative in a shell of its own, under the one that shows until it is removed. */
export function shellFrame(slot: HTMLElement, ad: Ad, tell: (message: ShellMessage) => void): ShellFrame {
  const frame = document.createElement('iframe');
  let port: MessagePort | undefined;
  let given: Window | null | undefined;
  frame.title = 'Advertisement';
  frame.sandbox = sandbox + (ad.origin ? ' allow-same-origin' : '');
  frame.scrolling = 'no';
  Object.assign(frame.style, {
    position: 'absolute',
    inset: 0,
    width: ad.width + 'px',
    height: ad.height + 'px',
    maxWidth: 'none',
    margin: 'auto',
    border: 0,
  });
  frame.onload = () => {
    // a creative's own loads end here; a frame that was moved in the document is a new window and needs its creative again
    if (given === frame.contentWindow) return;
    given = frame.contentWindow;
    port?.close();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port1.onmessage = ({ data }) => (data.type === 'place' ? tellPlace(port1, frame) : tell(data));
    // the shell's origin is opaque as a rule, so none can be named here
    given!.postMessage(ad, '*', [port2]);
  };
  frame.src = (ad.origin || base) + endpoints + 'frame';
  if (getComputedStyle(slot).position === 'static') slot.style.position = 'relative';
  slot.prepend(frame);
  return {
    spot: frame,
    poke: () => port?.postMessage({ type: 'ping' }),
    remove() {
      port?.close();
      frame.remove();
    },
  };
}
