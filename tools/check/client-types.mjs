/**
 * `node tools/check/client-types.mjs [TSCONFIG [CACHE]]`: checks types and templates of the client, and unused
 * locals. Vue's language core compiles changed components to TypeScript in CACHE, which the native compiler checks
 * with the other sources. Errors are mapped back to the component; errors of generated code alone are dropped, as in
 * vue-tsc.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

import { at } from '../paths.mjs';
import { capture } from '../processes.mjs';
import { NATIVE_COMPILER } from './compiler.mjs';
import { templateProblems } from './template-rules.mjs';

const PROJECT = resolve(process.argv[2] ?? at('web/tsconfig.json'));
const CACHE = resolve(process.argv[3] ?? at('node_modules/.cache/client-types'));
const SOURCES = join(dirname(PROJECT), 'src');
const GENERATED = join(CACHE, 'src');
const MANIFEST = join(CACHE, 'manifest.json');
const ERROR = /^(.+?)\((\d+),(\d+)\): error TS(\d+): /;

const require = createRequire(import.meta.url);
const hash = (text) => createHash('sha256').update(text).digest('base64');
const readJson = (file, fallback) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : fallback);
const generatedOf = (component) => join(GENERATED, `${component}.ts`);

/** Compiles components to TypeScript. Loading takes a second, so it happens only when something changed or failed. */
let generator;
function generate(component, text) {
  if (!generator) {
    const ts = require('typescript');
    const core = require('@vue/language-core');
    const { vueOptions, options } = core.createParsedCommandLine(ts, ts.sys, PROJECT);
    generator = { ts, core, plugin: core.createVueLanguagePlugin(ts, options, vueOptions, (file) => file) };
  }
  const { ts, core, plugin } = generator;
  // Named as the generated file, so that its references to helper types resolve from there.
  const code = plugin.createVirtualCode(join(GENERATED, component), 'vue', ts.ScriptSnapshot.fromString(text));
  const script = [...core.forEachEmbeddedCode(code)].find(({ id }) => id.startsWith('script_'));
  return { script, template: code.ir.template };
}

const textOf = ({ snapshot }) => snapshot.getText(0, snapshot.getLength());

/** @returns {string[]} problems in templates */
function generateChanged() {
  const generatorFiles = ['client-types.mjs', 'template-rules.mjs'].map((file) => at('tools/check', file));
  const version = [PROJECT, '@vue/language-core/package.json', ...generatorFiles].map((file) =>
    hash(readFileSync(require.resolve(file))),
  );
  const previous = readJson(MANIFEST, {});
  const isUsable = previous.version?.join() === version.join();
  if (!isUsable) rmSync(CACHE, { recursive: true, force: true });
  const cachedComponents = isUsable ? previous.components : {};
  const components = {};
  const problems = [];
  for (const component of globSync('**/*.vue', { cwd: SOURCES })) {
    const text = readFileSync(join(SOURCES, component), 'utf8');
    components[component] = hash(text);
    if (components[component] === cachedComponents[component]) continue;
    mkdirSync(dirname(generatedOf(component)), { recursive: true });
    const { script, template } = generate(component, text);
    writeFileSync(generatedOf(component), textOf(script));
    const templateErrors = templateProblems(template);
    problems.push(
      ...templateErrors.map(({ offset, message }) => `${locationOf(component, text, offset)}: error: ${message}`),
    );
    // Not cached, so that it is checked and reported again until it is fixed.
    if (templateErrors.length > 0) delete components[component];
  }
  for (const generated of globSync('**/*.vue.ts', { cwd: GENERATED })) {
    if (!existsSync(join(SOURCES, generated.slice(0, -'.ts'.length)))) rmSync(join(GENERATED, generated));
  }
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(MANIFEST, JSON.stringify({ version, components }));
  return problems;
}

/** Writes the client's tsconfig with the generated folder overlaid on its sources. */
function writeTsconfig() {
  const { compilerOptions, include } = readJson(PROJECT);
  const fromCache = (path) => relative(CACHE, resolve(dirname(PROJECT), path));
  const withGenerated = (path) => (path.startsWith('./src/') ? [fromCache(path), path] : [fromCache(path)]);
  const paths = Object.entries(compilerOptions.paths ?? {}).map(([alias, targets]) => [
    alias,
    targets.flatMap(withGenerated),
  ]);
  const tsconfig = {
    extends: relative(CACHE, PROJECT),
    compilerOptions: {
      noUnusedLocals: true,
      rootDirs: [relative(CACHE, SOURCES), './src'],
      paths: Object.fromEntries(paths),
    },
    include: [...include.map(fromCache), './src'],
    exclude: [],
  };
  const file = join(CACHE, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(tsconfig, null, 2));
  return file;
}

const offsetOf = (text, line, column) =>
  text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, { length }) => sum + length + 1, 0) +
  column -
  1;

function locationOf(component, text, offset) {
  const lines = text.slice(0, offset).split('\n');
  return `${relative(at(), join(SOURCES, component))}(${lines.length},${lines.at(-1).length + 1})`;
}

function isReported({ verification }, code) {
  return typeof verification === 'object' ? (verification.shouldReport?.('ts', code) ?? true) : Boolean(verification);
}

/** @returns {number | undefined} the offset in the component that an offset in the generated code comes from */
function sourceOf({ mappings }, offset, code) {
  for (const { sourceOffsets, generatedOffsets, lengths, generatedLengths = lengths, data } of mappings) {
    if (!isReported(data, code)) continue;
    const index = generatedOffsets.findIndex((start, i) => offset >= start && offset <= start + generatedLengths[i]);
    if (index >= 0) return sourceOffsets[index] + Math.min(offset - generatedOffsets[index], lengths[index]);
  }
  return undefined;
}

/** @returns {string | undefined} the error to show; undefined for errors of generated code alone */
function mapError(error, [prefix, file, line, column, code]) {
  const component = relative(GENERATED, resolve(at(), file));
  if (component.startsWith('..')) return error;
  const name = component.slice(0, -'.ts'.length);
  const text = readFileSync(join(SOURCES, name), 'utf8');
  const { script } = generate(name, text);
  const source = sourceOf(script, offsetOf(textOf(script), Number(line), Number(column)), code);
  if (source === undefined) return undefined;
  return `${locationOf(name, text, source)}: error TS${code}: ${error.slice(prefix.length)}`;
}

const problems = generateChanged();
const args = [
  '-p',
  writeTsconfig(),
  '--incremental',
  '--tsBuildInfoFile',
  join(CACHE, 'types.json'),
  '--pretty',
  'false',
];
const { code, output } = await capture(process.execPath, [...NATIVE_COMPILER, ...args]);
// Details of an error follow in indented lines.
const errors = output.split(/\n(?! |$)/).filter((error) => error.trim() !== '');
const typeErrors = errors.flatMap((error) => {
  const match = ERROR.exec(error);
  return match ? (mapError(error, match) ?? []) : [error];
});
for (const error of new Set([...problems, ...typeErrors])) console.log(error.trimEnd());
process.exitCode = problems.length + typeErrors.length > 0 || (code !== 0 && errors.length === 0) ? 1 : 0;
