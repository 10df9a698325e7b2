// Keeps count of what a script begins and has to end
window.begun = { timers: 0, targets: 0, ports: 0 };
const pending = new Set();
const { setTimeout: begin, clearTimeout: end } = window;
const note = () => { begun.timers = pending.size; };
window.setTimeout = (act, wait) => {
  const id = begin(() => { pending.delete(id); note(); act(); }, wait);
  pending.add(id);
  note();
  return id;
};
window.clearTimeout = (id) => { pending.delete(id); note(); end(id); };

window.IntersectionObserver = class extends IntersectionObserver {
  #targets = new Set();
  observe(target) { if (!this.#targets.has(target)) begun.targets++; this.#targets.add(target); super.observe(target); }
  unobserve(target) { if (this.#targets.delete(target)) begun.targets--; super.unobserve(target); }
  disconnect() { begun.targets -= this.#targets.size; this.#targets.clear(); super.disconnect(); }
};

window.MessageChannel = class extends MessageChannel {
  constructor() {
    super();
    begun.ports++;
    const close = this.port1.close.bind(this.port1);
    this.port1.close = () => { begun.ports--; close(); };
  }
};
