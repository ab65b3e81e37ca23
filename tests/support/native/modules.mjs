import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What Jest offers to the file that runs: module names differ from one test file to the next, so must this one's. */
const GLOBALS = 'jest-globals:';
const NAMES = 'afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test';

/** The test files of this process by their number. A module belongs to one when its address ends in `?of=NUMBER`. */
const files = new Map();
globalThis[Symbol.for('visionary.globals of')] = (number) => files.get(number).globals();

const numberOf = (url) => /\?of=(\d+)$/.exec(url)?.[1];

/** @returns the file an alias or a path stands for, undefined for a package's name */
function ourFile(specifier, parent, aliases) {
  const [found, target] = aliases.find(([pattern]) => pattern.test(specifier)) ?? [];
  if (target) return specifier.replace(found, target);
  if (!/^(\.{0,2}\/|file:)/.test(specifier)) return undefined;
  const path = fileURLToPath(new URL(specifier, parent));
  const source = path.replace(/\.js$/, '.ts');
  return existsSync(source) ? source : path;
}

const found = new Map();

/** Packages, and what they load, are as Node has them; all of ours is loaded anew for each test file. */
function resolve(specifier, context, next) {
  const number = context.parentURL && numberOf(context.parentURL);
  if (!number) return next(specifier, context);
  if (specifier === '@jest/globals') return { url: `${GLOBALS}?of=${number}`, format: 'module', shortCircuit: true };
  const parent = context.parentURL.slice(0, context.parentURL.lastIndexOf('?'));
  const key = `${specifier}\0${parent}`;
  if (!found.has(key)) found.set(key, ourFile(specifier, parent, files.get(number).aliases));
  const path = found.get(key);
  if (!path?.endsWith('.ts')) return next(path ? pathToFileURL(path).href : specifier, context);
  return { url: `${pathToFileURL(path).href}?of=${number}`, format: 'module', shortCircuit: true };
}

function load(url, context, next) {
  const number = numberOf(url);
  if (!number) return next(url, context);
  const source = url.startsWith(GLOBALS)
    ? `export const { ${NAMES} } = globalThis[Symbol.for('visionary.globals of')]('${number}');`
    : files.get(number).compile(fileURLToPath(url.slice(0, url.lastIndexOf('?'))), url);
  return { format: 'module', source, shortCircuit: true };
}

registerHooks({ resolve, load });

/**
 * @param {{aliases: [RegExp, string][], compile: (path: string, url: string) => string, globals: () => object}} file
 * @returns an import of the test file at a path, with all that is ours anew
 */
export function ours(file) {
  const number = `${files.size + 1}`;
  files.set(number, file);
  return (path) => import(`${pathToFileURL(path).href}?of=${number}`);
}
