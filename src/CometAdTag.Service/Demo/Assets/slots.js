const zones = { 1: 'Leaderboard', 2: 'Rectangle', 3: 'Skyscraper' };

export const nameOfZone = (zone) => zones[zone] ?? `Zone ${zone}`;
export const allZones = Object.keys(zones);

/** All the publisher does for a slot: one element with a zone, its size reserved by CSS. */
function slotFor(zone) {
  const slot = document.createElement('ins');
  slot.className = 'comet-ad';
  slot.dataset.cometZone = zone;
  return slot;
}

export function fillSlots(root) {
  for (const place of root.querySelectorAll('.slot[data-zone]')) place.append(slotFor(place.dataset.zone));
}

/** The leaderboard stays through all views; a narrow screen has no room for it and never asks. */
export function fillLeaderboard(place) {
  const wide = matchMedia('(min-width: 800px)');
  const fill = () => place.replaceChildren(...(wide.matches ? [slotFor('1')] : []));
  wide.addEventListener('change', fill);
  fill();
}
