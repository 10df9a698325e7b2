// What the page's own code can know of its slots and of itself
window.heard = [];
window.lived = [document.visibilityState];
window.shifts = [];
window.cometad = window.cometad || { cmd: [] };
for (const type of ['slotRequested', 'slotRenderEnded', 'impressionViewable', 'slotEmpty'])
  document.addEventListener(type, ({ target, detail }) => detail.isEmpty || heard.push({ type, id: target.id, at: performance.now(), ...detail }));
document.addEventListener('visibilitychange', () => lived.push(document.visibilityState));
addEventListener('pagehide', ({ persisted }) => lived.push(`pagehide ${persisted}`));
addEventListener('pageshow', ({ persisted }) => lived.push(`pageshow ${persisted}`));
new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });

// What the tests ask again and again
window.rendered = (id) => heard.filter((event) => event.type === 'slotRenderEnded' && (!id || event.id === id)).length;
window.viewable = (id) => heard.filter((event) => event.type === 'impressionViewable' && (!id || event.id === id)).length;
window.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => violations.push(`${violatedDirective} ${blockedURI}`));
