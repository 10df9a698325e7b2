import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const built = (name: string) => readFileSync(new URL('../' + name, import.meta.url));

test('The tag has at most 6 kB gzipped', () => {
  const size = gzipSync(built('comet.js'), { level: 9 }).length;
  assert.ok(size <= 6000, `${size} bytes`);
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
