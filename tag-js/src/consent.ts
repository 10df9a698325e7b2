import type { Page } from './page';
import { safely } from './safely';
import type { PageChange } from './wire';

interface TcData {
  gdprApplies?: boolean;
  eventStatus: string;
  tcString?: string;
  purpose?: { consents?: Record<number, boolean> };
}

interface GppPing {
  signalStatus: string;
  applicableSections: number[];
  parsedSections: Record<string, unknown>;
  gppString: string;
}

interface Platforms {
  __tcfapi?(command: 'addEventListener', version: 2, heard: (data: TcData, success: boolean) => void): void;
  __gpp?(command: 'addEventListener', heard: (event: { pingData: GppPing }, success: boolean) => void): void;
}

const key = 'cometad';
/** No section applies where the viewer is. */
const none = -1;

/** What one section of GPP says: the first purpose of the TCF is to store; the law of a state of the US lets the viewer opt out. */
const allows = (section: unknown) => {
  // a section comes as one object or as one for each of its parts
  const text = JSON.stringify(section);
  return /"Purposes?(Express|Implied)?Consents?":\[(true|1)/.test(text) || (/OptOut":/.test(text) && !/OptOut":1|"Gpc":true/.test(text));
};

/** Follows what the viewer allows, as the page's consent platforms tell it (R16, R17): only what all of them allow is done. */
export function followConsent(page: Page): void {
  const { __tcfapi, __gpp } = window as Platforms;
  const said: { tcString?: string | undefined; gppString?: string } = {};
  let [tcf, gpp] = [!__tcfapi, !__gpp];
  let storage = false;

  // a browser that allows no storage throws
  page.keep = safely((viewer) => {
    if (storage) localStorage.setItem(key, viewer);
  });

  const tell = () => {
    const { gpc } = page.told.consent;
    storage = tcf && gpp && !gpc;
    const change: Partial<PageChange> = { consent: { storage, gpc, ...said } };
    safely(() => {
      if (!storage) return localStorage.removeItem(key);
      const stored = localStorage.getItem(key);
      if (stored) change.viewer = stored;
      else if (page.told.viewer) page.keep(page.told.viewer);
    })();
    page.tell(change);
  };

  __tcfapi?.(
    'addEventListener',
    2,
    safely(({ gdprApplies, eventStatus, tcString, purpose }, success) => {
      if (!success || gdprApplies === undefined || !/^(tcloaded|useractioncomplete)$/.test(eventStatus)) return;
      tcf = !gdprApplies || purpose?.consents?.[1] === true;
      said.tcString = tcString;
      tell();
    }),
  );
  __gpp?.(
    'addEventListener',
    safely(({ pingData: { signalStatus, applicableSections, parsedSections, gppString } }, success) => {
      if (!success || signalStatus !== 'ready') return;
      const sections = Object.values(parsedSections || {});
      gpp = applicableSections.includes(none) || (sections.length > 0 && sections.every(allows));
      said.gppString = gppString;
      tell();
    }),
  );
}
