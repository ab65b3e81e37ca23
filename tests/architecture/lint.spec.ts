import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { freshFolder } from '../support/services.js';

/** A project with the given files, and the real rules and packages. */
function seeded(files: Readonly<Record<string, string>>): string {
  const folder = freshFolder();
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  cpSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** The output of a tool, for any exit code. */
const output = (cwd: string, ...args: string[]): Promise<string> =>
  new Promise((done) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (_error, stdout) => done(stdout));
  });

const STRICT = JSON.stringify({
  vueCompilerOptions: { strictTemplates: true },
  compilerOptions: {
    strict: true,
    target: 'es2024',
    module: 'esnext',
    moduleResolution: 'bundler',
    noEmit: true,
    types: [],
  },
  include: ['src'],
});

describe('lint rules', () => {
  const SEEDS = `
import 'node:sqlite';
// eslint-disable-next-line prefer-const
let never = 1;
export interface Thing { readonly kind: 'one' | 'two' }
async function work(): Promise<void> {}
export function forgets(): void { work(); }
export function misses(thing: Thing): number { switch (thing.kind) { case 'one': return never; default: return 0; } }
export function ignores(unused: number): any { return undefined; }
`;
  const rules = new Map<string, number>();

  beforeAll(async () => {
    const folder = seeded({ 'tsconfig.json': STRICT, 'src/seeds.ts': SEEDS });
    const report = await output(folder, resolve('node_modules/oxlint/bin/oxlint'), '--format', 'json', 'src');
    const { diagnostics } = JSON.parse(report) as { diagnostics: { code: string }[] };
    for (const { code } of diagnostics) rules.set(code, (rules.get(code) ?? 0) + 1);
  });

  it.each([
    ['a promise nobody waits for', 'typescript(no-floating-promises)'],
    ['a switch that forgets a case', 'typescript(switch-exhaustiveness-check)'],
    ['a parameter nothing uses', 'eslint(no-unused-vars)'],
    ['a second SQLite library', 'eslint(no-restricted-imports)'],
    ['any', 'typescript(no-explicit-any)'],
    ['a rule that a comment of ESLint disables', 'eslint(prefer-const)'],
  ])('reject %s', (_what, rule) => {
    expect([rule, rules.get(rule)]).toEqual([rule, 1]);
  });

  it('are not disabled by comments', () => {
    const sources = globSync('{apps,libs,web,tests,tools}/**/*.{ts,mts,mjs,vue}').filter(
      (file) => file !== 'tests/architecture/lint.spec.ts',
    );
    expect(sources.filter((file) => /(oxlint|eslint)-disable/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});

describe('type check of the client', () => {
  const CHILD = `<script setup lang="ts">
defineProps<{ size: number }>();
</script>
<template><i /></template>
`;
  const PARENT = `<script setup lang="ts">
import { ref } from 'vue';
import ChildMark from './ChildMark.vue';
const items = [1];
const unused = ref(1);
</script>
<template>
  <ChildMark size="large" />
  <ChildMark />
  <p v-for="item in items">{{ item.nothing }}</p>
  <p v-html="items" />
  <ChildMark :size="1" colour="red" />
  <ChildMark :size="1" @pick="items.pop()" />
  <MissingMark />
</template>
`;

  it('reports errors in templates at their position in the component', async () => {
    const folder = seeded({ 'tsconfig.json': STRICT, 'src/ChildMark.vue': CHILD, 'src/ParentView.vue': PARENT });
    const [tool, project] = [resolve('tools/check/client-types.mjs'), join(folder, 'tsconfig.json')];
    const found = (await output(resolve(), tool, project, join(folder, 'cache'))).split('\n');
    const places = found
      .map((line) => /ParentView\.vue\((\d+),\d+\): error:? (TS\d+|.*)/.exec(line))
      .filter((match) => match !== null);
    expect(new Set(places.map(([, line, what]) => `${line} ${what?.slice(0, 12)}`))).toEqual(
      new Set([
        '8 TS2322',
        '9 TS2345',
        '10 TS2339',
        '5 TS6133',
        '10 an element w',
        '11 v-html inser',
        '12 TS2353',
        '13 TS2353',
        '14 TS2339',
      ]),
    );
  });
});

describe('translation check', () => {
  it('finds keys and values that one language or a call lacks', async () => {
    const folder = seeded({
      'a/i18n.en.ts': "export default { a: { both: 'x {name}', one: 'y' } };",
      'a/i18n.zh.ts': "export default { a: { both: 'x', two: '' } };",
      'b/i18n.en.ts': "export default { a: { only: 'x' } };",
      'Sees.vue': `<p>{{ t('a.both', { name: who(1, 2), ...rest }) }} {{ t('a.both', { named: [1, 2] }) }}</p>`,
    });
    const script = `
      const { translationProblems } = await import(${JSON.stringify(resolve('tools/check/translations.mjs'))});
      const read = async (file) => (await import(file)).default;
      for (const problem of await translationProblems(${JSON.stringify(folder)}, read)) console.log(problem);`;
    const found = await output(folder, '--input-type=module', '--eval', script);
    expect(found.trim().split('\n')).toEqual([
      'a: a.one is in en and missing in zh',
      'a: a.two is empty in zh',
      'a: a.two is in zh and missing in en',
      'a: a.both inserts {name} in en and nothing in zh',
      `${join(folder, 'b/i18n.zh.ts')} is missing`,
      'Sees.vue: a.both inserts {name}, which is not passed',
    ]);
  });
});
