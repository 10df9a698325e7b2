import { gzipAsync } from '@gfx/zopfli';
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
const bundle = async (entry, more = {}) => {
  const options = { bundle: true, minify: true, tsconfigRaw: {}, supported: { 'class-static-field': true }, format: 'iife', mangleProps, mangleCache, target: 'es2021', charset: 'utf8', write: false };
  const built = await build({ ...options, ...more, entryPoints: [here(entry)], logLevel: 'warning' });
  mangleCache = built.mangleCache;
  return built.outputFiles[0].text;
};

const squeeze = async (code, module) => {
  const compress = { passes: 3, lhs_constants: false, unsafe: true, unsafe_arrows: true };
  return (await minify(code, { ecma: 2020, module, compress })).code;
};

// whoever reads the file meanwhile sees the old one or the new one, never half
const write = async (path, text) => {
  await writeFile(here(path + '.new'), text);
  await rename(here(path + '.new'), here(path));
};

/** A script, and what browsers are sent that take gzip: zopfli makes it 2 % smaller than a service that starts could. */
const script = async (path, code) => {
  await write(path, code);
  await write(path + '.gz', await gzipAsync(Buffer.from(code), { numiterations: 50 }));
};

/** Has a part take what the tag shares from an argument, where its modules import it. */
const sharing = {
  name: 'shared',
  async setup(part) {
    const source = await readFile(here('src/shared.ts'), 'utf8');
    const names = new Map([...source.matchAll(/^import \{ (.+) \} from '(.+)';$/gm)].map(([, names, module]) => [module, names]));
    part.onResolve({ filter: /^\./ }, ({ path }) => (names.has(path) ? { path: 'shared', namespace: 'shared' } : undefined));
    part.onLoad({ filter: /./, namespace: 'shared' }, () => ({ contents: `export const { ${[...names.values()]} } = shared` }));
  },
};

/** A part of the tag that is loaded later: its default export is made by a function of what the tag shares. Gives the part's path. */
const part = async (name) => {
  const body = await bundle(`src/${name}.ts`, { format: 'esm', plugins: [sharing] });
  const wrapped = 'export default shared=>{' + body.replace(/export\{([\w$]+) as default\};\s*$/, 'return $1}');
  const code = await squeeze(wrapped, true);
  await script(`dist/comet.${name}.js`, code);
  return JSON.stringify(`/comet.${createHash('sha256').update(code).digest('hex').slice(0, 16)}.${name}.js`);
};

await mkdir(here('dist'), { recursive: true });
const debugPath = await part('debug');
const restPath = await part('rest');
await script('dist/comet.js', await squeeze(await bundle('src/comet.ts', { define: { restPath, debugPath } })));
const shell = await squeeze(await bundle('src/shell.ts'));
const page = await readFile(here('src/shell.html'), 'utf8');
await write('dist/frame.html', page.replace('/* shell */', () => shell.trim()));
