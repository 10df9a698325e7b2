// Nothing may be attached to a browser that renders ahead: the page tells the publisher what came of it
const tell = (what) => { new Image().src = `/landing/${what}?${document.prerendering}`; };
tell('begun');
document.addEventListener('prerenderingchange', () => tell('opened'));
for (const type of ['slotRequested', 'impressionViewable']) document.addEventListener(type, () => tell(type));
