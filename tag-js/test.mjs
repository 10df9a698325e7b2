import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const tests = readdirSync(here('test')).filter((name) => name.endsWith('.test.ts'));
rmSync(here('dist/test'), { recursive: true, force: true });
await build({
  entryPoints: tests.map((name) => here('test/' + name)),
  outdir: here('dist/test'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const files = tests.map((name) => here('dist/test/' + name.replace('.ts', '.mjs')));
process.exit(spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], { stdio: 'inherit' }).status ?? 1);
