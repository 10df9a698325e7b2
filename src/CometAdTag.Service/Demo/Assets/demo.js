import { fillLeaderboard, fillSlots } from './slots.js';
import { startPanel } from './panel.js';
import { startMatch } from './match.js';
import { startPhotos } from './photos.js';

window.cometad ??= { cmd: [] };
const views = {
  story: { title: 'The corner flag that decided a season' },
  match: { title: 'Saltmere against Vintergard, live', start: startMatch },
  photos: { title: 'A Sunday in Saltmere', start: startPhotos },
};
const main = document.getElementById('view');
const panel = startPanel();
let stop;

/** Fires an event of the page; the service decides when slots rotate for it. */
function trigger(name, options) {
  window.cometad.cmd.push(() => window.cometad.trigger(name, options));
  panel.note(`“${name}”`, options?.user ? 'user' : 'event');
}

function nameOfView() {
  const name = new URLSearchParams(location.search).get('view');
  return Object.hasOwn(views, name) ? name : 'story';
}

/** Old slots leave, the new url is told, new slots come: in this order no ad is pushed for a slot that is about to go. */
async function show(isNavigation) {
  const name = nameOfView();
  stop?.();
  main.replaceChildren();
  await null;
  if (isNavigation) window.cometad.cmd.push(() => window.cometad.navigate(location.href));
  const view = document.getElementById(name).content.cloneNode(true);
  fillSlots(view);
  main.append(view);
  stop = views[name].start?.(main, trigger);
  document.title = `${views[name].title} · Cornerlight`;
  for (const link of document.querySelectorAll('nav [data-view]')) {
    link.setAttribute('aria-current', link.dataset.view === name ? 'page' : 'false');
  }
  if (isNavigation) panel.note(name, 'new view');
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-view]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.href === location.href) return;
  history.pushState(null, '', link.href);
  scrollTo(0, 0);
  show(true).then(() => main.focus({ preventScroll: true }));
});
addEventListener('popstate', () => { if (!location.hash) show(true); });

fillLeaderboard(document.querySelector('.leaderboard'));
show(false);
