import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The Jest globals of the running file: module URLs differ per test file, so this one must, too. */
const GLOBALS = 'jest-globals:';
const NAMES = 'afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test';

/** The test files of this process by number. A module belongs to one when its URL ends in `?of=NUMBER`. */
const files = new Map();
let count = 0;
globalThis[Symbol.for('visionary.globals of')] = (number) => files.get(number).globals();

/** Modules of the product belong to none of them: they are loaded once, as in a long-running server. */
const PRODUCT = 'product';
const IS_PRODUCT = /^(libs|apps)[/\\](?!.*\.spec\.ts$)/;
const root = fileURLToPath(new URL('../../..', import.meta.url));

const ownerOf = (url) => /\?of=(\d+|product)$/.exec(url)?.[1];
const addressOf = (path, owner) =>
  `${pathToFileURL(path).href}?of=${IS_PRODUCT.test(path.slice(root.length)) ? PRODUCT : owner}`;

/** @returns the file of an alias or path, undefined for a package name */
function ourFile(specifier, parent, aliases) {
  const [found, target] = aliases.find(([pattern]) => pattern.test(specifier)) ?? [];
  if (target) return specifier.replace(found, target);
  if (!/^(\.{0,2}\/|file:)/.test(specifier)) return undefined;
  const path = fileURLToPath(new URL(specifier, parent));
  const source = path.replace(/\.js$/, '.ts');
  return existsSync(source) ? source : path;
}

const found = new Map();

/** Caches resolutions: each file makes 4,000, mostly the same ones. */
function remembered(key, find) {
  if (!found.has(key)) found.set(key, find());
  return found.get(key);
}

/** Node loads packages and their dependencies as usual; tests and their helpers are loaded again for each test file. */
function resolve(specifier, context, next) {
  const owner = context.parentURL && ownerOf(context.parentURL);
  if (!owner) return next(specifier, context);
  if (specifier === '@jest/globals') return { url: `${GLOBALS}?of=${owner}`, format: 'module', shortCircuit: true };
  const parent = context.parentURL.slice(0, context.parentURL.lastIndexOf('?'));
  const key = `${specifier}\0${parent}\0${context.conditions.join()}`;
  const path = remembered(key, () => ourFile(specifier, parent, files.get(owner).aliases));
  if (path?.endsWith('.ts')) return { url: addressOf(path, owner), format: 'module', shortCircuit: true };
  const name = path ? pathToFileURL(path).href : specifier;
  return { ...remembered(`\0${key}`, () => next(name, context)), shortCircuit: true };
}

function load(url, context, next) {
  const owner = ownerOf(url);
  if (!owner) return next(url, context);
  const source = url.startsWith(GLOBALS)
    ? `export const { ${NAMES} } = globalThis[Symbol.for('visionary.globals of')]('${owner}');`
    : files.get(owner).compile(fileURLToPath(url.slice(0, url.lastIndexOf('?'))), url);
  return { format: 'module', source, shortCircuit: true };
}

registerHooks({ resolve, load });

/**
 * @param {{aliases: [RegExp, string][], compile: (path: string, url: string) => string, globals: () => object}} file
 * @returns an import of the test file at a path, with new instances of all test modules
 */
export function ours(file) {
  const number = `${++count}`;
  files.set(number, file).set(PRODUCT, file);
  return (path) => import(addressOf(path, number));
}
