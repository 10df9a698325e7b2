import { build } from 'esbuild';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Properties of the tag's own objects are shortened; a test sees to it that none is a name of the wire, of a page or of the platform. */
const internal = JSON.parse(await readFile(here('src/internal.json'), 'utf8'));
const mangleProps = new RegExp(`^(?:${internal.join('|')})$`);

/** esbuild joins the modules; what terser makes of that is 4 % smaller gzipped, and the tag's size is a promise. */
const bundle = async (entry) => {
  const options = { bundle: true, minify: true, mangleProps, format: 'iife', target: 'es2020', charset: 'utf8', write: false };
  const { outputFiles } = await build({ ...options, entryPoints: [here(entry)], logLevel: 'warning' });
  const { code } = await minify(outputFiles[0].text, { ecma: 2020, compress: { passes: 4, lhs_constants: false, unsafe_arrows: true } });
  return code;
};

// whoever reads the file meanwhile sees the old one or the new one, never half
const write = async (path, text) => {
  await writeFile(here(path + '.new'), text);
  await rename(here(path + '.new'), here(path));
};

await mkdir(here('dist'), { recursive: true });
const [tag, shell, page] = await Promise.all([
  bundle('src/comet.ts'),
  bundle('src/shell.ts'),
  readFile(here('src/shell.html'), 'utf8'),
]);
await write('dist/comet.js', tag);
await write('dist/frame.html', page.replace('/* shell */', () => shell.trim()));
