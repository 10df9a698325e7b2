import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { internal } from '../mangle.mjs';

const read = (path: string) => readFileSync(new URL('../../' + path, import.meta.url)).toString();
const built = (name: string) => readFileSync(new URL('../' + name, import.meta.url));

test('The tag has at most 6 kB gzipped', () => {
  const size = gzipSync(built('comet.js'), { level: 9 }).length;
  assert.ok(size <= 6000, `${size} bytes`);
});

test('No property that the build shortens is a name of the wire, of the shell, of the page or of the platform', () => {
  const types = 'node_modules/@typescript/' + readdirSync(new URL('../../node_modules/@typescript', import.meta.url))[0] + '/lib/';
  const libraries = ['dom', 'es5', 'es2015.collection', 'es2015.core', 'es2015.promise', 'es2016.array.include', 'es2017.object', 'es2019.array'];
  const outside = [...libraries.map((name) => `${types}lib.${name}.d.ts`), 'src/wire.ts', 'src/shell.ts', 'src/stack.ts'].map(read).join('\n');
  const members = new Set(Array.from(outside.matchAll(/^\s+(?:readonly |get |set )?(\w+)\??[:(<]/gm), ([, name]) => name));
  for (const known of ['shown', 'visibilityState', 'forEach', 'getSlots']) assert.ok(members.has(known), known);
  assert.deepEqual(internal.filter((name) => members.has(name)), []);
});

test('The names that a page uses are in the built tag as they are written', () => {
  const tag = built('comet.js').toString();
  for (const name of ['cometad', 'cmd', 'trigger', 'navigate', 'destroy', 'cometZone', 'cometSize', 'cometRefresh'])
    assert.match(tag, new RegExp(`\\b${name}\\b`));
});

test('The tag runs under a strict content security policy and Trusted Types', () => {
  const tag = built('comet.js').toString();
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
