import type { Cometad } from './public.js';

export type * from './public.js';
export type { Trigger } from './wire.js';

export interface LoadOptions {
  /** The page's nonce, where its Content Security Policy asks for one. */
  nonce?: string;
  /** For Subresource Integrity: the tag's file name with its hash, and what it must be. */
  file?: string;
  integrity?: string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

interface Policy {
  createScriptURL(url: string): string;
}

let loading: Promise<Cometad> | undefined;
let policy: Policy | undefined;
let from: string | undefined;

/** Loads the tag from your rotation service, such as `https://ads.example`, once for the page, and gives its methods. */
export function load(service: string, { nonce, file = 'comet.js', integrity }: LoadOptions = {}): Promise<Cometad> {
  if (typeof document === 'undefined') return Promise.reject(new Error('comet-tag: load() needs a document; call it in the browser'));
  const address = new URL('/' + file, service).href;
  if (loading && from !== address) return Promise.reject(new Error(`comet-tag: the page has loaded ${from} already`));
  from = address;
  return (loading ??= new Promise<Cometad>((resolve, reject) => {
    const cometad = (window.cometad ??= {});
    if (cometad.trigger) return resolve(cometad as Cometad);
    (cometad.cmd ??= [] as (() => void)[]).push(() => resolve(cometad as Cometad));
    const script = document.createElement('script');
    if (nonce) script.nonce = nonce;
    if (integrity) Object.assign(script, { crossOrigin: 'anonymous', integrity });
    script.onerror = () => {
      script.remove();
      loading = undefined;
      reject(new Error(`comet-tag: ${address} could not be loaded`));
    };
    script.src = trusted(address);
    document.head.append(script);
  }));
}

/** Where the page requires Trusted Types, its policy has to allow the name "comet-tag". */
const trusted = (address: string): string => {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('comet-tag', { createScriptURL: (url) => url });
  return policy ? policy.createScriptURL(address) : address;
};
