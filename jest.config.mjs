import { readFileSync } from 'node:fs';

// Specs load onnxruntime, too. Child processes inherit the variable.
process.env.ORT_DISABLE_TELEMETRY = '1';

const readJson = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

/** The aliases have one home, tsconfig.base.json. A star in a path stands for one folder name. */
function aliasesFromTsconfig() {
  const { paths } = readJson('./tsconfig.base.json').compilerOptions;
  return Object.fromEntries(
    Object.entries(paths).map(([alias, [target]]) => [
      `^${alias.replace('*', '([^/]+)')}$`,
      target.replace('./', '<rootDir>/').replace('*', '$1'),
    ]),
  );
}

/** What swc does for the build, less what only a build needs: Jest resolves the aliases, and specs must compile. */
function swcOptions() {
  const { jsc, sourceMaps } = readJson('./.swcrc');
  const { baseUrl: _baseUrl, paths: _paths, ...compile } = jsc;
  return { swcrc: false, sourceMaps, jsc: compile };
}

const MODULES = {
  ...aliasesFromTsconfig(),
  '^@/(.*)$': '<rootDir>/web/src/$1',
  '^(\\.{1,2}/.*)\\.js$': '$1',
};

const tier = (displayName, testMatch, how = {}) => ({
  displayName,
  testMatch,
  // Relative to the project, so that a clone inside a folder with one of these names still has tests.
  modulePathIgnorePatterns: ['<rootDir>/(dist|data|coverage|\\.runtime)/'],
  testEnvironment: '<rootDir>/tests/support/host-arrays.environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['js', 'ts', 'mjs', 'json', 'node'],
  moduleNameMapper: MODULES,
  transform: { '\\.ts$': ['@swc/jest', swcOptions()] },
  ...how,
});

/** Packages and the product are loaded once a worker: most of the time went into loading them again for each file. */
const native = {
  runtime: '<rootDir>/tests/support/native/runtime.mjs',
  testEnvironment: '<rootDir>/tests/support/native/environment.mjs',
};

/** Tiers, from what needs nothing to what drives browsers and kills servers; the order says what goes first. */
export default {
  showSeed: true,
  // Not among the temporary files, whose folder is another one in each run.
  cacheDirectory: './node_modules/.cache/jest',
  // A deadline for what hangs, not a measure of speed: two cores may be busy with a browser.
  testTimeout: 300_000,
  // Each new worker loads all packages and the product again.
  workerIdleMemoryLimit: '900MB',
  // A worker has no open handles then, but needs up to a second to free its memory. By default it is killed after half of that.
  workerGracefulExitTimeout: 20_000,
  testSequencer: '<rootDir>/tests/support/test-sequencer.mjs',
  projects: [
    tier('unit', ['<rootDir>/{libs,apps}/**/*.spec.ts'], native),
    // What the client's modules keep would go from one file to the next: each file loads them for itself.
    // A slice's index exports components, too, which specs do not mount.
    tier('client', ['<rootDir>/web/src/**/*.spec.ts'], {
      moduleNameMapper: { '\\.vue$': '<rootDir>/tests/support/component-stub.ts', ...MODULES },
    }),
    tier('house', ['<rootDir>/tests/{architecture,contract,golden}/**/*.spec.ts'], native),
    tier('services', ['<rootDir>/tests/{integration,realtime}/**/*.spec.ts'], native),
    tier('browser', ['<rootDir>/tests/e2e/**/*.spec.ts'], native),
    tier('faults', ['<rootDir>/tests/faults/**/*.spec.ts'], native),
  ],
};
