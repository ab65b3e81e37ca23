import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import Runtime from 'jest-runtime';
import { count, counted } from './coverage.mjs';
import { ours } from './modules.mjs';

const require = createRequire(import.meta.url);

// Not for this process (see tools/jest.mjs), but for its child processes.
const { TEST_COMPILE_CACHE } = process.env;
if (TEST_COMPILE_CACHE) process.env.NODE_COMPILE_CACHE = TEST_COMPILE_CACHE;

const ESM = { supportsDynamicImport: true, supportsExportNamespaceFrom: true, supportsStaticESM: true };

/** Compiled source by path: sources don't change while tests run. */
const compiled = new Map();

/** Source maps of all modules: those of the product are loaded once, and appear in the stack traces of every file. */
const sourceMaps = new Map();

/**
 * Loads test files like Node loads modules: packages and the product once per worker, tests and their helpers
 * again for each file. In a separate realm, the default of Jest, a file that boots the server first loads some
 * 3,000 modules of packages and 1,000 of ours.
 */
class NativeRuntime extends Runtime {
  #file;
  #ran;

  constructor(...args) {
    const { getBuiltinModule } = process;
    super(...args);
    // The default one is for a separate realm.
    process.getBuiltinModule = getBuiltinModule;
    const [config, , , transformer, , coverage, testPath] = args;
    // Modules that load late keep a reference to this, so it stays small.
    this.#file = {
      aliases: config.moduleNameMapper
        .filter(([, target]) => isAbsolute(target))
        .map(([pattern, target]) => [new RegExp(pattern), target]),
      globals: () => this.jestGlobals.cjsGlobals(testPath),
      compile(path, url) {
        if (!compiled.has(path)) compiled.set(path, transformer.transform(path, { ...ESM, ...coverage }));
        const { code, sourceMapPath } = compiled.get(path);
        if (sourceMapPath) sourceMaps.set(url, sourceMapPath);
        return code;
      },
    };
  }

  unstable_importModule(path) {
    return ours(this.#file)(path);
  }

  /** These Jest modules keep what a file registers, so each file gets new ones. */
  requireInternalModule(path) {
    delete require.cache[path];
    return require(path);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  collectV8Coverage() {
    return count();
  }

  async stopCollectingV8Coverage() {
    this.#ran = await counted(compiled);
  }

  getAllV8CoverageInfoCopy() {
    return this.#ran;
  }

  teardown() {
    this.#ran = undefined;
    this.#file.globals = () => ({});
    super.teardown();
  }
}

export { NativeRuntime as 'module.exports' };
