import type { Place } from './place';
import type { Ad } from './wire';

/** Once a creative has asked where it is, it is told so often. */
const askEvery = 250;
/** A creative that uses SafeFrame is written when its place is known, but not later than this. */
const patience = 1000;
const version = '1-1-0';

type Listener = (status: string, data?: object) => void;

export interface SafeFrame {
  /** Takes what the tag tells of the frame's place. */
  hear(place: Place): void;
  /** Calls back when the place is known, at once where the HTML does not name SafeFrame. */
  begin(write: () => void): void;
}

const part = (some: number, all: number) => Math.floor(100 * (some / all || 0)) / 100;
const edges = (l: number, t: number, w: number, h: number) => ({ t, l, r: l + w, b: t + h, w, h });

/** What of IAB SafeFrame 1.1 does not reach out of the frame, as `$sf.ext`; the tag is asked for nothing until a creative uses it. */
export function safeFrame(ad: Ad, port: MessagePort): SafeFrame {
  // a creative may replace them
  const { setInterval, setTimeout } = window;
  const shared = new Map(Object.entries<string | number>({
    sf_ver: version,
    ck_on: navigator.cookieEnabled ? 1 : 0,
    flash_ver: 0,
    pos: ad.slot,
    creative: ad.creative,
    campaign: ad.campaign,
  }));
  const exp = { t: 0, l: 0, r: 0, b: 0, xs: false, ys: false, push: false };
  let geom = {
    win: edges(0, 0, 0, 0),
    self: { ...edges(0, 0, ad.width, ad.height), z: 0, xiv: 0, yiv: 0, iv: 0 },
    exp,
  };
  let focus = false;
  let asking = false;
  let listener: Listener | undefined;
  let write: (() => void) | undefined;

  const tell = (status: string, data?: object) => {
    // its errors are its own, and no other creative's place depends on them
    if (listener) setTimeout(listener, 0, status, data);
  };
  const fail = (cmd: string, info?: unknown) => tell('failed', { cmd, reason: 'not supported', info });

  const take = (next: typeof geom, hasFocus: boolean) => {
    const [moved, refocused] = [JSON.stringify(next) !== JSON.stringify(geom), hasFocus !== focus];
    geom = next;
    focus = hasFocus;
    if (moved) tell('geom-update');
    if (refocused) tell('focus-change');
  };

  const ask = () => {
    // the tag hears of no place in a hidden tab
    if (document.hidden) take({ ...geom, self: { ...geom.self, xiv: 0, yiv: 0, iv: 0 } }, false);
    else port.postMessage({ type: 'place' });
  };
  const start = () => {
    if (asking) return;
    asking = true;
    ask();
    setInterval(ask, askEvery);
  };
  const started =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      start();
      return act(...args);
    };

  const ext = {
    register: started((_width: number, _height: number, notify?: Listener) => {
      listener = typeof notify === 'function' ? notify : undefined;
    }),
    supports: () => ({ 'exp-ovr': false, 'exp-push': false, 'read-cookie': false, 'write-cookie': false }),
    geom: started(() => JSON.parse(JSON.stringify(geom)) as typeof geom),
    inViewPercentage: started(() => Math.floor(100 * geom.self.iv + 1e-6)),
    winHasFocus: started(() => focus),
    status: () => 'collapsed',
    meta: (name: string, owner = 'shared') => (owner === 'shared' ? (shared.get(name) ?? '') : ''),
    expand: (info?: { push?: boolean }) => fail(info?.push ? 'exp-push' : 'exp-ovr', info),
    collapse() {},
    cookie: (_name: string, info?: unknown) => fail(info ? 'write-cookie' : 'read-cookie', info),
  };
  Object.assign(window, { $sf: { ver: version, specVersion: '1.1', ext } });

  const ready = () => {
    write?.();
    write = undefined;
  };

  return {
    hear({ x, y, width, height, win, focus: hasFocus }) {
      const [xiv, yiv] = [part(width, innerWidth), part(height, innerHeight)];
      const iv = part(width * height, innerWidth * innerHeight);
      const self = { ...edges(x, y, innerWidth, innerHeight), z: 0, xiv, yiv, iv };
      take({ win: edges(screenX, screenY, ...win), self, exp }, hasFocus);
      ready();
    },
    begin(wanted) {
      write = wanted;
      if (!ad.html.includes('$sf')) return ready();
      start();
      setTimeout(ready, patience);
    },
  };
}
