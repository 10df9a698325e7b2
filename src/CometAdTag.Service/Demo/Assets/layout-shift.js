/** Sums the browser's own layout-shift entries, as Core Web Vitals do: not those that follow an input. */
export function watchLayoutShift(tell) {
  if (!PerformanceObserver.supportedEntryTypes?.includes('layout-shift')) return tell('n/a');
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    tell(sum < 0.0005 ? '0' : sum.toFixed(3));
  }).observe({ type: 'layout-shift', buffered: true });
}
