import { load } from 'comet-tag';
import { StrictMode, useCallback, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { AdSlot } from './AdSlot';

const service = document.querySelector<HTMLMetaElement>('meta[name=ad-service]')!.content;
load(service).catch((error: Error) => console.warn(error.message));

function App() {
  const [view, setView] = useState('news');
  const [rendered, setRendered] = useState(0);
  const count = useCallback(() => setRendered((before) => before + 1), []);

  const show = (next: string) => {
    history.pushState(null, '', `?view=${next}`);
    setView(next);
  };

  // after React has put the view's own slots into the document
  useEffect(() => window.cometad?.navigate?.(location.href), [view]);

  return (
    <>
      <h1>{view}</h1>
      <button onClick={() => show('news')}>News</button>
      <button onClick={() => show('sports')}>Sports</button>
      <AdSlot zone="5" onRendered={count} />
      {view === 'sports' && <AdSlot zone="6" onRendered={count} />}
      <p id="rendered">{rendered}</p>
    </>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
