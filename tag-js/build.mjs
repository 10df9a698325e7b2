import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Properties of the tag's own objects are shortened; a test sees to it that none is a name of the wire, of a page or of the platform. */
const internal = JSON.parse(await readFile(here('src/internal.json'), 'utf8'));
const mangleProps = new RegExp(`^(?:${internal.join('|')})$`);

/** All files call each other's properties by the same short names. */
let mangleCache = {};

/** esbuild joins the modules; what terser makes of that is 4 % smaller gzipped, and the tag's size is a promise. */
const bundle = async (entry, more = { format: 'iife' }) => {
  const options = { bundle: true, minify: true, mangleProps, mangleCache, target: 'es2020', charset: 'utf8', write: false, ...more };
  const built = await build({ ...options, entryPoints: [here(entry)], logLevel: 'warning' });
  mangleCache = built.mangleCache;
  const compress = { passes: 4, lhs_constants: false, unsafe_arrows: true };
  const { code } = await minify(built.outputFiles[0].text, { ecma: 2020, module: more.format === 'esm', compress });
  return code;
};

// whoever reads the file meanwhile sees the old one or the new one, never half
const write = async (path, text) => {
  await writeFile(here(path + '.new'), text);
  await rename(here(path + '.new'), here(path));
};

await mkdir(here('dist'), { recursive: true });
const part = async (name, define = {}) => {
  const code = await bundle(`src/${name}.ts`, { format: 'esm', define });
  await write(`dist/comet.${name}.js`, code);
  return JSON.stringify(`/comet.${createHash('sha256').update(code).digest('hex').slice(0, 16)}.${name}.js`);
};
const consentPath = await part('consent');
const revivePath = await part('revive');
const restPath = await part('rest', { consentPath, revivePath });
const tag = await bundle('src/comet.ts', { format: 'iife', define: { restPath } });
const shell = await bundle('src/shell.ts');
const page = await readFile(here('src/shell.html'), 'utf8');
await write('dist/comet.js', tag);
await write('dist/frame.html', page.replace('/* shell */', () => shell.trim()));
