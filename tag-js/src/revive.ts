import type { Discovery } from './discovery';
import type { Page } from './page';
import { safely } from './safely';
import { bounded } from './variables';

/** Under the ids of Revive: fills what was added after the start. */
const added: Record<string, () => void> = {};

/** Fills an element that was made for Revive's own script, as the events of that script have it. */
export function revive(page: Page, discovery: Discovery, { dataset: { reviveId = '', reviveLoaded } }: HTMLElement): void {
  const scripts = ((window as { reviveAsync?: Record<string, object> }).reviveAsync ||= {});
  // where that script is on the page too, its elements stay with it
  if (!scripts[reviveId]) open(page, discovery, reviveId, scripts);
  else if (!reviveLoaded) added[reviveId]?.();
}

function open(page: Page, discovery: Discovery, id: string, scripts: Record<string, object>): void {
  const prefix = `revive-${Object.keys(scripts).length}-`;
  let seq = 0;

  const event = (name: string) => `revive-${id}-${name}`;
  const tell = (name: string, detail = {}) => document.dispatchEvent(new CustomEvent(event(name), { detail }));
  const hear = (name: string, listener: (event: any) => void) => document.addEventListener(name, safely(listener));

  const fill = () => {
    const due = new Map<HTMLElement, Record<string, string>>();
    document.querySelectorAll<HTMLElement>('ins[data-revive-zoneid]').forEach((element) => {
      const { dataset } = element;
      if (dataset.reviveId !== id || dataset.reviveLoaded) return;
      const asked: Record<string, string> = {};
      for (const { name, value } of element.attributes) {
        const [, key] = name.split(/^data-revive-(?!(?:id|zoneid|loaded)$)/);
        if (key) asked[key] = value;
      }
      due.set(element, asked);
      dataset.reviveLoaded = '1';
      element.id ||= prefix + seq++;
    });
    if (!due.size) return;
    const all: Record<string, string> = Object.assign({}, ...due.values());
    const call = { ...all };
    tell('send', call);
    for (const [element, asked] of due) {
      // what listeners have changed holds for all of them
      for (const key in { ...all, ...call }) if (call[key] !== all[key]) asked[key] = call[key] ?? '';
      const { source, ...variables } = bounded(asked);
      const words = { source, variables };
      const shown = page.slotOf(element);
      const same = JSON.stringify(shown?.words) === JSON.stringify(words);
      if (shown && !same) page.remove(shown);
      element.dataset.cometZone = element.dataset.reviveZoneid;
      discovery.adopt(element, true);
      const slot = page.slotOf(element);
      if (slot) slot.words = words;
      if (shown && same) window.cometad!.trigger!('refresh', { slots: [element] });
    }
  };

  hear(event('start'), ({ detail }) => {
    if (added[id] || detail?.start === false) return;
    added[id] = () => tell('refresh');
    added[id]();
  });
  hear(event('refresh'), fill);
  hear('slotRenderEnded', ({ target, detail: { isEmpty, size = [0, 0] } }) => {
    if (target.dataset.reviveId !== id) return;
    const [width, height] = size.map(String);
    const data = { html: isEmpty ? '' : '<iframe></iframe>', width, height, iframeFriendly: !isEmpty };
    const answer = { [target.id]: data };
    tell('receive', answer);
    tell('loaded', { id: target.id, data });
    tell('completed', answer);
  });

  scripts[id] = { refresh: fill, detect() {}, apply: fill };
  tell('init');
  const start = () => tell('start', { start: true });
  if (document.readyState === 'loading') hear('DOMContentLoaded', start);
  else start();
}
