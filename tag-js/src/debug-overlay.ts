/** Everything in it is set by the page's own means, so that a strict policy lets it through. */
const styles = `
  :host { all: initial; display: block; position: absolute; font: 12px/1.4 system-ui, sans-serif }
  :host(:not(:popover-open)) { display: none }
  section { box-sizing: border-box; width: 290px; padding: 6px 8px; border-radius: 6px; background: #10151ef2; color: #fff }
  section[data-folded] { width: auto }
  section[data-folded] > :not(:first-child) { display: none }
  button, input { font: inherit; color: inherit; background: #2b3a55; border: 1px solid #7d8eb0; border-radius: 4px; padding: 2px 6px }
  button { cursor: pointer }
  button:disabled { cursor: default; opacity: .5 }
  button:focus-visible, input:focus-visible { outline: 2px solid #ffd54a; outline-offset: 1px }
  button + button { margin-left: 6px }
  dl { display: grid; grid-template-columns: 86px 1fr; gap: 1px 8px; margin: 6px 0 0 }
  dt { color: #b9c6e0 }
  dd { margin: 0; overflow-wrap: anywhere }
  input { box-sizing: border-box; width: 100%; font-family: ui-monospace, monospace; font-size: 11px }
  input { margin-top: 4px }
  ::selection { background: #ffd54a; color: #10151e }
  p { margin: 4px 0 0 }
  p:empty { display: none }
`;

export interface Overlay {
  /** Writes what is known where the slot is now; the impression is what "Report this ad" copies. */
  tell(facts: Record<string, string | undefined>, impression: string | undefined): void;
  remove(): void;
}

const make = <K extends keyof HTMLElementTagNameMap>(name: K, text = '') => Object.assign(document.createElement(name), { textContent: text });

/** A panel over a slot: above everything that the page has, and moving nothing of it. */
export function overlay(slot: HTMLElement, title: string): Overlay {
  const host = make('div');
  const sheet = new CSSStyleSheet();
  const root = host.attachShadow({ mode: 'open' });
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];

  const section = make('section');
  const fold = make('button');
  const list = make('dl');
  const id = make('input');
  const report = make('button', 'Report this ad');
  const said = make('p');
  section.ariaLabel = `Ad slot ${title}`;
  id.readOnly = true;
  id.ariaLabel = 'Impression id';
  said.role = 'status';
  // what grows comes last, so that the panel itself does not move either
  section.append(fold, report, id, said, list);
  root.append(section);

  const folded = (is: boolean) => {
    section.toggleAttribute('data-folded', is);
    fold.textContent = `${is ? '▸' : '▾'} ${title}`;
    fold.ariaExpanded = `${!is}`;
  };
  folded(false);
  fold.onclick = () => folded(!section.hasAttribute('data-folded'));
  report.onclick = async () => {
    const copied = await copy(id);
    said.textContent = copied ? `Copied ${id.value}` : 'Copy the id above, and send it to whoever runs the ads.';
  };

  host.popover = 'manual';
  slot.append(host);
  const place = () => {
    const { left, top } = slot.getBoundingClientRect();
    host.style.left = left + scrollX + 'px';
    host.style.top = top + scrollY + 'px';
    if (!host.matches(':popover-open')) host.showPopover();
  };
  const cells = new Map<string, HTMLElement>();
  const cell = (name: string) => {
    const value = make('dd');
    list.append(make('dt', name), value);
    cells.set(name, value);
    return value;
  };
  return {
    tell(facts, impression = '') {
      for (const [name, fact = 'none'] of Object.entries(facts)) {
        const value = cells.get(name) ?? cell(name);
        if (value.textContent !== fact) value.textContent = fact;
      }
      place();
      report.disabled = !impression;
      if (id.value === impression) return;
      id.value = impression;
      said.textContent = '';
    },
    remove: () => host.remove(),
  };
}

/** Pages without https have no clipboard of the new kind. */
async function copy(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand('copy');
  }
}
