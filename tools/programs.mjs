/**
 * `node tools/programs.mjs FOLDER`: joins the modules of each program in a build, so that it starts with a few files.
 * Reading, resolving and compiling hundreds of small files takes half of the start of a renderer, and every sandbox
 * does it again. Packages stay where they are, and so do the modules: other programs may import them one by one.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

import { build } from 'vite';

import { root } from './paths.mjs';

const posix = (path) => path.replaceAll('\\', '/');
const folder = resolve(process.argv[2]);

/** Programs, and the threads that they start. */
const ENTRIES = [
  ...globSync('apps/*/src/**/main.js', { cwd: folder }),
  'apps/renderer/src/engine-thread.js',
  'libs/diffusion/inspection/inspection-thread.js',
  'libs/generation/storage/lora-compatibility-worker.js',
  'libs/generation/storage/trial-metadata-worker.js',
].map((path) => posix(path));

/** Its switch must be set before the package is loaded, and a joined module loads its packages first. */
const ONNXRUNTIME = join(folder, 'libs', 'onnxruntime');

const CONTRACT = join(folder, 'libs', 'contract');

/** A package of many small modules that nearly every program needs. */
const JOINED_PACKAGE = /^zod($|\/)/;

function isExternal(id, importer) {
  if (isAbsolute(id)) return id.startsWith(ONNXRUNTIME);
  if (id.startsWith('.')) return resolve(dirname(importer), id).startsWith(ONNXRUNTIME);
  return !JOINED_PACKAGE.test(id);
}

/** Modules find files beside them, which stay in place: `import.meta.url` keeps its meaning. */
const OWN_URL = 'import.meta.url';
const mark = (id) => `__moduleUrl(${JSON.stringify(posix(relative(folder, id)))})`;
const MARK = /__moduleUrl\("(.+?)"\)/g;

/** The modules as swc wrote them, with their source maps. */
const compiledModules = {
  name: 'compiled-modules',
  load(id) {
    if (!id.startsWith(folder) || !existsSync(`${id}.map`)) return undefined;
    const code = readFileSync(id, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
    return { code: code.replaceAll(OWN_URL, mark(id)), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) };
  },
  renderChunk(code, { fileName }) {
    if (!code.includes('__moduleUrl(')) return undefined;
    const from = dirname(fileName);
    const urlOf = (_, path) =>
      path === fileName ? OWN_URL : `new URL(${JSON.stringify(posix(relative(from, path)))}, ${OWN_URL}).href`;
    return { code: code.replace(MARK, urlOf), map: null };
  },
};

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [compiledModules],
  ssr: { noExternal: [JOINED_PACKAGE] },
  build: {
    ssr: true,
    target: 'es2024',
    outDir: folder,
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(ENTRIES.map((path) => [path, join(folder, path)])),
      external: isExternal,
      // A renderer uses little of the contract, whose schemas take a while to create.
      treeshake: { moduleSideEffects: (id) => !id.startsWith(CONTRACT) },
      // Names of classes are names of entities and providers.
      output: { keepNames: true, entryFileNames: '[name]', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
