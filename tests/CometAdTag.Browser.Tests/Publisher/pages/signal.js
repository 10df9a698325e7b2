// Stands in for Google Publisher Tag: two slots are defined, a refresh fills an element with the next number
window.refreshed = [];
const gptSlots = ['gpt-inside', 'gpt-elsewhere'].map((id) => ({ getSlotElementId: () => id }));
const service = {
  getSlots: () => gptSlots,
  refresh: (slots) =>
    slots.forEach((slot) => {
      const id = slot.getSlotElementId();
      refreshed.push({ id, at: performance.now() });
      document.getElementById(id).textContent++;
    }),
};
window.googletag = { cmd: { push: (command) => command() }, pubads: () => service };

window.signalled = [];
document.addEventListener('slotRefresh', ({ target, detail }) => signalled.push({ id: target.id, at: performance.now(), ...detail }));
