import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import Runtime from 'jest-runtime';
import { count, counted } from './coverage.mjs';
import { ours } from './modules.mjs';

const require = createRequire(import.meta.url);

// Not of this process (tools/jest.mjs says why), but of those that are started here.
const { TEST_COMPILE_CACHE } = process.env;
if (TEST_COMPILE_CACHE) process.env.NODE_COMPILE_CACHE = TEST_COMPILE_CACHE;

const ESM = { supportsDynamicImport: true, supportsExportNamespaceFrom: true, supportsStaticESM: true };

/** What a path was compiled to: sources do not change while tests run. */
const compiled = new Map();

/** Of all files' modules: those of the product are loaded once, and stand in every file's traces. */
const sourceMaps = new Map();

/**
 * Loads test files as Node itself loads modules: packages and the product once for each worker, tests and what helps
 * them anew for each file. In a realm of its own, which Jest makes otherwise, a file that boots the server first loads some
 * 3,000 modules of packages and 1,000 of ours.
 */
class NativeRuntime extends Runtime {
  #file;
  #ran;

  constructor(...args) {
    const { getBuiltinModule } = process;
    super(...args);
    // The one in its place is for a realm of its own.
    process.getBuiltinModule = getBuiltinModule;
    const [config, , , transformer, , coverage, testPath] = args;
    // What is loaded late holds on to this, so this holds on to little.
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

  /** Jest's own parts keep what a file registers, so each file gets new ones. */
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
