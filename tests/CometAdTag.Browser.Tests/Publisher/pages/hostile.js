// A creative that tries what none may do, and tells the page what came of it
const attempts = {
  'read the page': () => parent.document.title,
  'read a global of the page': () => parent.treasure,
  'write a global of the page': () => { parent.treasure = 'stolen'; },
  'call the tag of the page': () => parent.cometad.trigger('goal'),
  'read the address of the page': () => top.location.href,
  'lead the page away': () => { top.location.href = 'about:blank'; },
  'read cookies': () => document.cookie,
  'write cookies': () => { document.cookie = 'creative=here'; },
  'use local storage': () => localStorage.setItem('creative', 'here'),
  'use session storage': () => sessionStorage.setItem('creative', 'here'),
  'open a database': () => indexedDB.open('creative'),
  'open a window': () => { if (!open('about:blank')) throw new Error('blocked'); },
  'use the frame element': () => frameElement.id,
};
for (const [name, attempt] of Object.entries(attempts)) {
  let outcome = 'succeeded';
  try {
    attempt();
  } catch (error) {
    outcome = error.name;
  }
  parent.postMessage({ tried: name, outcome }, '*');
}
parent.postMessage({ tried: 'origin', outcome: origin }, '*');
