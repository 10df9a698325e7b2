/** Where a creative's frame is, for the shell to make SafeFrame's geometry of. Lengths are CSS pixels. */
export interface Place {
  type: 'place';
  /** Left and top in the window. */
  x: number;
  y: number;
  /** What is in view of it. */
  width: number;
  height: number;
  /** Width and height of the window's inside. */
  win: [number, number];
  focus: boolean;
}

/** Whatever a creative asks for, it is told of its place no more often than this. */
const least = 200;

const told = new WeakSet<MessagePort>();

/** Tells a shell that asks where its frame is. It is read when the browser knows it anyway: nothing is laid out for it, and nothing stays. */
export function tellPlace(port: MessagePort, frame: HTMLElement): void {
  if (told.has(port)) return;
  told.add(port);
  new IntersectionObserver(([entry], observer) => {
    observer.disconnect();
    setTimeout(() => told.delete(port), least);
    const { x, y } = entry!.boundingClientRect;
    const { width, height } = entry!.intersectionRect;
    port.postMessage({ type: 'place', x, y, width, height, win: [innerWidth, innerHeight], focus: document.hasFocus() } satisfies Place);
  }).observe(frame);
}
