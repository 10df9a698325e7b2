import { allZones, nameOfZone } from './slots.js';
import { element } from './element.js';
import { watchLayoutShift } from './layout-shift.js';

const rowsKept = 60;
const stages = {
  slotRequested: 'requested',
  slotRenderEnded: 'rendered',
  impressionViewable: 'viewable',
  slotEmpty: 'empty',
};

/** Shows what the tag says by its DOM events, and nothing that it did not say. */
export function startPanel() {
  const totals = { rendered: 0, viewable: 0, rotations: 0 };
  const states = new Map();
  const rows = [];

  const total = (name, value) => { document.querySelector(`[data-total=${name}]`).textContent = value; };
  const log = (row) => {
    rows.unshift(row);
    rows.length = Math.min(rows.length, rowsKept);
    document.querySelector('.log').replaceChildren(...rows);
  };

  function count(stage, detail) {
    if (stage === 'rendered') totals.rendered++;
    if (stage === 'rendered' && detail.trigger !== 'initial') totals.rotations++;
    if (stage === 'viewable') totals.viewable++;
    for (const name of Object.keys(totals)) total(name, totals[name]);
  }

  function keep(stage, detail) {
    const before = states.get(String(detail.zone));
    const since = stage === 'rendered' ? performance.now() : before?.since;
    states.set(String(detail.zone), { ...before, ...detail, stage, since });
    drawSlots(states);
  }

  function hear(event) {
    const stage = stages[event.type];
    const detail = event.detail ?? {};
    count(stage, detail);
    keep(stage, detail);
    log(logRow(nameOfZone(detail.zone), stage, whatOf(detail)));
  }

  for (const type of Object.keys(stages)) document.addEventListener(type, hear);
  watchLayoutShift((sum) => total('shift', sum));
  drawSlots(states);
  setInterval(() => drawSlots(states), 1000);
  document.querySelector('.curl').textContent =
    `curl -N '${location.origin}/comet/v1/stream?zones=1,2&url=${location.origin}/demo'`;
  return { note: (what, stage) => log(logRow('This page', stage, what)) };
}

const whatOf = ({ creative, trigger, index, reason }) =>
  creative ? `${creative}, ${trigger} #${index}` : reason ?? '';

function logRow(who, stage, what) {
  const time = new Date().toLocaleTimeString('en-GB');
  return element('li', { 'data-stage': stage },
    element('span', { class: 'stage' }, stage), element('b', {}, who), element('time', {}, time), element('span', { class: 'what' }, what));
}

function drawSlots(states) {
  const present = (zone) => document.querySelector(`ins.comet-ad[data-comet-zone="${zone}"]`);
  document.querySelector('.slots').replaceChildren(...allZones.map((zone) => slotRow(zone, present(zone) ? states.get(zone) : null)));
}

function slotRow(zone, state) {
  const stage = state === null ? 'not here' : state?.stage ?? 'waiting';
  const shows = stage === 'rendered' || stage === 'viewable';
  return element('li', { 'data-stage': stage },
    element('b', {}, nameOfZone(zone)),
    element('span', { class: 'stage' }, stage),
    element('span', { class: 'what' }, shows ? state.creative : state?.stage === 'empty' ? state.reason ?? '' : ''),
    element('span', { class: 'up' }, shows ? `${state.trigger} #${state.index}, up ${Math.floor((performance.now() - state.since) / 1000)} s` : ''));
}
