import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tagJs = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'comet-tag-'));
const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', timeout: 60_000 });
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const compile = () => run(process.execPath, join(tagJs, 'node_modules/typescript/bin/tsc'), '-p', '.');

before(() => {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: tagJs, encoding: 'utf8', timeout: 60_000 }).replace(/^[^[]*/, ''));
  mkdirSync(join(folder, 'node_modules/comet-tag'), { recursive: true });
  run('tar', '-xzf', packed.filename, '-C', 'node_modules/comet-tag', '--strip-components=1');
  write('package.json', '{"type":"module"}');
  const compilerOptions = { module: 'NodeNext', lib: ['ES2022', 'DOM'], strict: true, noEmit: true, types: [] };
  write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['app.ts'] }));
});

after(() => rmSync(folder, { recursive: true }));

test('The package is imported without a document and leaves nothing behind, and load says what it needs', () => {
  write('import.mjs', `
    const before = Reflect.ownKeys(globalThis).length;
    const names = Object.keys(await import('comet-tag'));
    const { load } = await import('comet-tag');
    console.log(names, Reflect.ownKeys(globalThis).length - before, await load('https://ads.example').catch(({ message }) => message));`);
  assert.equal(run(process.execPath, 'import.mjs').trim(), "[ 'load' ] 0 comet-tag: load() needs a document; call it in the browser");
});

test('What the guide does has types, and a mistake is one', () => {
  const app = `
    import { load, type SlotEvent } from 'comet-tag';
    const cometad = await load('https://ads.example', { nonce: 'once' });
    cometad.on('slotRenderEnded', ({ slot, isEmpty, size, creativeId }: SlotEvent) => console.log(slot.getSlotElementId(), isEmpty, size?.[0], creativeId));
    cometad.define('top', { zone: 5, size: '300x250' });
    cometad.trigger('goal', { user: true, slots: ['top', document.body] });
    window.cometad?.refresh?.();`;
  write('app.ts', app);
  assert.equal(compile(), '');
  write('app.ts', app.replace("'slotRenderEnded'", "'slotRendered'"));
  assert.throws(compile, ({ stdout }) => /slotRendered/.test(stdout));
});
