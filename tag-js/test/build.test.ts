import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import internal from '../src/internal.json';

const read = (path: string) => readFileSync(new URL('../../' + path, import.meta.url)).toString();
const built = (name: string) => readFileSync(new URL('../' + name, import.meta.url));

const sent = (name: string) => built(name + '.gz').length;

const all = () => ['comet.js', 'comet.rest.js', 'comet.debug.js'].map(built).join('');

test('The tag has at most 6 kB as it is sent with gzip, and 8 kB with all that any page may need', () => {
  const [tag, rest] = [sent('comet.js'), sent('comet.rest.js')];
  assert.ok(tag <= 6000, `${tag} bytes`);
  assert.ok(tag + rest <= 8192, `${tag} and ${rest} bytes`);
});

test('What is sent with gzip is the script', () => {
  for (const name of ['comet.js', 'comet.rest.js', 'comet.debug.js']) assert.deepEqual(gunzipSync(built(name + '.gz')), built(name), name);
});

test('Each part is named by its hash', () => {
  for (const part of ['rest', 'debug']) {
    const hash = createHash('sha256').update(built(`comet.${part}.js`)).digest('hex').slice(0, 16);
    assert.match(built('comet.js').toString(), new RegExp(`/comet\\.${hash}\\.${part}\\.js`));
  }
});

test('The rest takes what the tag shares and brings none of it along', () => {
  assert.match(built('comet.rest.js').toString(), /^export default \w+=>\{/);
  assert.doesNotMatch(built('comet.rest.js').toString(), /console\.error|fetch\(|^import /m);
});

test('No property that the build shortens is a name of the wire, of the shell, of the page or of the platform', () => {
  const types = 'node_modules/@typescript/' + readdirSync(new URL('../../node_modules/@typescript', import.meta.url))[0] + '/lib/';
  const libraries = ['dom', 'es5', 'es2015.collection', 'es2015.core', 'es2015.promise', 'es2016.array.include', 'es2017.object', 'es2019.array'];
  const outside = [...libraries.map((name) => `${types}lib.${name}.d.ts`), 'src/wire.ts', 'src/shell.ts', 'src/place.ts', 'src/shell-safeframe.ts', 'src/stack.ts'].map(read).join('\n');
  const members = new Set(Array.from(outside.matchAll(/^\s+(?:readonly |get |set )?(\w+)\??[:(<]/gm), ([, name]) => name));
  for (const known of ['shown', 'visibilityState', 'forEach', 'getSlots']) assert.ok(members.has(known), known);
  assert.deepEqual(internal.filter((name) => members.has(name)), []);
});

test('The names that a page uses are in the built tag as they are written', () => {
  const tag = all();
  for (const name of ['cometad', 'cmd', 'trigger', 'navigate', 'destroy', 'define', 'refresh', 'on', 'off', 'setVariables', 'getSlotElementId', 'comet-ad'])
    assert.match(tag, new RegExp(`\\b${name}\\b`));
});

test('The tag runs under a strict content security policy and Trusted Types', () => {
  const tag = all();
  assert.doesNotMatch(tag, /\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|cssText/);
  assert.doesNotMatch(tag, /["'`](?:before)?unload["'`],/);
});

test('The shell is one document whose script nothing in it can end', () => {
  const shell = built('frame.html').toString();
  assert.match(shell, /^<!doctype html>/);
  assert.equal(shell.match(/<script>/g)?.length, 1);
  assert.equal(shell.match(/<\/script>/g)?.length, 1);
  assert.match(shell, /document\.write\(/);
});
