import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { followConsent } from '../src/consent';

const world = globalThis as Record<string, any>;
let stored: Map<string, string>;
let page: any;
let tcf: (data: object, success?: boolean) => void;
let gpp: (ping: object, success?: boolean) => void;
let gpc: boolean;

/** What the page told last of what it may do. */
const last = () => page.said.at(-1);

const withTcf = () => (world.__tcfapi = (_: string, version: number, heard: any) => (assert.equal(version, 2), (tcf = (data, success = true) => heard(data, success))));
const withGpp = () => (world.__gpp = (_: string, heard: any) => (gpp = (pingData, success = true) => heard({ pingData }, success)));
const agreed = (first: boolean) => ({ gdprApplies: true, eventStatus: 'useractioncomplete', tcString: 'CAAA', purpose: { consents: { 1: first, 2: true } } });
const ready = (applicableSections: number[], parsedSections: object) => ({ signalStatus: 'ready', gppString: 'DBAA', applicableSections, parsedSections });

beforeEach(() => {
  world.window = globalThis;
  delete world.__tcfapi;
  delete world.__gpp;
  gpc = false;
  stored = new Map();
  world.localStorage = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => stored.set(key, value), removeItem: (key: string) => stored.delete(key) };
  page = { said: [], told: { consent: { storage: false, get gpc() { return gpc; } } }, tell: (change: object) => (page.said.push(change), Object.assign(page.told, change)) };
  mock.restoreAll();
});

test('The first purpose of the TCF allows storage, and without it nothing is stored', () => {
  withTcf();
  followConsent(page);
  assert.deepEqual(page.said, []);
  tcf(agreed(false));
  assert.deepEqual(last(), { consent: { storage: false, gpc: false, tcString: 'CAAA' } });
  page.keep('blob');
  assert.equal(stored.size, 0);
  tcf(agreed(true));
  assert.equal(last().consent.storage, true);
  page.keep('blob');
  assert.deepEqual([...stored.values()], ['blob']);
});

test('What the platform only shows, fails to tell or has yet to learn is no consent', () => {
  withTcf();
  followConsent(page);
  tcf({ ...agreed(true), eventStatus: 'cmpuishown' });
  tcf({ ...agreed(true), gdprApplies: undefined });
  tcf(agreed(true), false);
  assert.deepEqual(page.said, []);
});

test('Where the GDPR does not apply the TCF forbids nothing', () => {
  withTcf();
  followConsent(page);
  tcf({ gdprApplies: false, eventStatus: 'tcloaded' });
  assert.equal(last().consent.storage, true);
});

test('Consent brings back what was kept; taken back, it takes that away', () => {
  withTcf();
  stored.set('cometad', 'old');
  followConsent(page);
  assert.equal(stored.get('cometad'), 'old');
  tcf(agreed(true));
  assert.equal(last().viewer, 'old');
  page.keep('new');
  tcf(agreed(false));
  assert.equal(stored.size, 0);
  assert.equal('viewer' in last(), false);
  page.keep('newer');
  assert.equal(stored.size, 0);
});

test('What the page learned before the consent is kept with it', () => {
  withTcf();
  page.told.viewer = 'of this page';
  followConsent(page);
  tcf(agreed(true));
  assert.deepEqual([...stored.values()], ['of this page']);
});

const sections: [string, object, boolean][] = [
  ['no section applies', ready([-1], {}), true],
  ['it is not known which one applies', ready([0], {}), false],
  ['the one that applies is not told', ready([7], {}), false],
  ['the viewer did not opt out', ready([7], { usnat: { Version: 1, SaleOptOutNotice: 1, SaleOptOut: 2, SharingOptOut: 0, Gpc: false } }), true],
  ['the viewer opted out of the sale', ready([7], { usnat: { SaleOptOut: 1, SharingOptOut: 2 } }), false],
  ['the section says Global Privacy Control', ready([8], { usca: [{ SaleOptOut: 2 }, { Gpc: true }] }), false],
  ['the TCF of Europe allows the first purpose', ready([2], { tcfeuv2: { PurposeConsents: [true, false] } }), true],
  ['the TCF of Europe allows only the second purpose', ready([2], { tcfeuv2: { PurposeConsents: [false, true] } }), false],
  ['one of two sections forbids it', ready([2, 7], { tcfeuv2: { PurposeConsents: [true] }, usnat: { SaleOptOut: 1 } }), false],
  ['nobody knows the section', ready([99], { mars: { Fine: 1 } }), false],
];
for (const [when, ping, storage] of sections)
  test(`GPP ${storage ? 'allows' : 'forbids'} storage when ${when}`, () => {
    withGpp();
    followConsent(page);
    gpp({ ...ping, signalStatus: 'not ready' });
    assert.deepEqual(page.said, []);
    gpp(ping);
    assert.deepEqual(last(), { consent: { storage, gpc: false, gppString: 'DBAA' } });
  });

test('Where there are two platforms, both have to allow it', () => {
  withTcf();
  withGpp();
  followConsent(page);
  tcf(agreed(true));
  assert.equal(last().consent.storage, false);
  gpp(ready([-1], {}));
  assert.deepEqual(last().consent, { storage: true, gpc: false, tcString: 'CAAA', gppString: 'DBAA' });
});

test('Global Privacy Control outweighs every consent', () => {
  withTcf();
  gpc = true;
  followConsent(page);
  tcf(agreed(true));
  assert.deepEqual(last().consent, { storage: false, gpc: true, tcString: 'CAAA' });
  page.keep('blob');
  assert.equal(stored.size, 0);
});

test('A browser that lets nobody store anything harms nothing', () => {
  withTcf();
  mock.method(console, 'error', () => {});
  Object.defineProperty(world, 'localStorage', { configurable: true, get: () => { throw new Error('denied'); } });
  followConsent(page);
  tcf(agreed(true));
  page.keep('blob');
  assert.equal(last().consent.storage, true);
  Object.defineProperty(world, 'localStorage', { configurable: true, writable: true, value: undefined });
});
