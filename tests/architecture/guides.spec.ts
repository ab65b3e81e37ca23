import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, TAKE_FAILURES } from '@visionary/contract';
import { USAGE } from '../../apps/cli/src/usage-error.js';

const LANGUAGES = ['en', 'zh'] as const;
const pages = globSync('docs/{guide,operate}/{en,zh}/*.md');
const read = (path: string) => readFileSync(path, 'utf8');

/** Table rows whose first cell is code: maps the first cell to the second. */
const rowsOf = (page: string) =>
  new Map([...read(page).matchAll(/^\| `([^`]+)` +\| (\S+) /gm)].map(([, name = '', next = '']) => [name, next]));

/** Shell commands in fenced blocks, without variables before a program. */
const commandsOf = (page: string) =>
  [...read(page).matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/^([A-Z_]+=\S+ )+/, ''))
    .filter((line) => line !== '');

/** Settings that a page names in backticks or assigns. */
const settingsIn = (page: string) =>
  [...read(page).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`|(?:^|[ `])([A-Z][A-Z0-9_]*)=(?=\S)/gm)].map(
    ([, quoted, assigned = '']) => quoted ?? assigned,
  );

describe('the guides', () => {
  it('[O2] list every setting with its default and no other', () => {
    const example = parseEnv(read('.env.example'));
    const expected = new Map(Object.entries(example).map(([name, value]) => [name, value ? `\`${value}\`` : '–']));
    for (const language of LANGUAGES) {
      expect([language, rowsOf(`docs/operate/${language}/settings.md`)]).toEqual([language, expected]);
    }
  });

  it('[O2] describe every setting in the words of .env.example', () => {
    const inExample = [...read('.env.example').matchAll(/((?:^# .*\n)+)([A-Z0-9_]+)=/gm)].map(
      ([, comment = '', name = '']) => [name, comment.replaceAll(/^# |\n$/gm, '').replaceAll('\n', ' ')] as const,
    );
    const inGuide = [
      ...read('docs/operate/en/settings.md').matchAll(/^\| `([A-Z0-9_]+)` +\| \S+ +\| (.*?) +\|$/gm),
    ].map(([, name = '', text = '']) => [name, text.replaceAll('`', '')] as const);
    expect(inExample.length).toBeGreaterThan(40);
    expect(Object.fromEntries(inExample)).toEqual(Object.fromEntries(inGuide));
  });

  it('[O2] mention only settings that exist', () => {
    const settings = Object.keys(parseEnv(read('.env.example')));
    const ofCompose = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    const ofBuild = [...read('Dockerfile').matchAll(/^ARG (\w+)/gm)].map(([, name = '']) => name);
    const known = [
      ...settings,
      ...ofBuild,
      ...settings.map((name) => `${name}_FILE`),
      ...ofCompose,
      'COMPOSE_PROFILES',
      ...ERROR_CODES,
      ...TAKE_FAILURES,
    ];
    const mentioned = [...pages, 'README.md', 'README.zh-CN.md'].flatMap((page) =>
      settingsIn(page).map((name) => [page, name] as const),
    );
    expect(mentioned.length).toBeGreaterThan(50);
    // Capabilities of Linux are no settings.
    expect(mentioned.filter(([, name]) => !known.includes(name) && !name.startsWith('CAP_'))).toEqual([]);
  });

  it('[O3] have the same pages in both languages, each linked to its translation', () => {
    expect(pages.length).toBeGreaterThan(20);
    const twinOf = (page: string) => page.replace(/\/(en|zh)\//, (_, own) => `/${own === 'en' ? 'zh' : 'en'}/`);
    for (const page of pages) {
      const [folder = '', name = ''] = [dirname(twinOf(page)).split('/').at(-1), page.split('/').at(-1)];
      expect([page, existsSync(twinOf(page)), read(page).includes(`](../${folder}/${name})`)]).toEqual([
        page,
        true,
        true,
      ]);
    }
  });

  it('[O3] have the same images, tables, and commands in both languages', () => {
    const shape = (page: string) =>
      (read(page).match(/^(\||!\[|```|#+ |\d\. |- )/gm) ?? []).filter((start) => !start.startsWith('| -')).join('');
    for (const page of pages.filter((path) => path.includes('/en/'))) {
      expect([page, shape(page.replace('/en/', '/zh/'))]).toEqual([page, shape(page)]);
      expect([page, commandsOf(page.replace('/en/', '/zh/')).length]).toEqual([page, commandsOf(page).length]);
    }
  });

  it('[O3] link to existing files and show images of their own language', () => {
    const missing = [...pages, 'README.md', 'README.zh-CN.md'].flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^https?:/.test(target))
        .map((target) => normalize(join(dirname(page), target)))
        .filter((path) => !existsSync(path)),
    );
    expect(missing).toEqual([]);
    for (const page of pages) {
      const foreign = page.includes('/en/') ? 'guide/zh/' : 'guide/en/';
      expect([page, read(page).includes(`images/${foreign}`)]).toEqual([page, false]);
    }
  });

  it('[O3] show only commands that exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    const isKnown = (line: string): boolean => {
      const [program, first = '', second = ''] = line.split(' ');
      if (program === 'npm') return scripts.includes(first === 'run' ? second : first);
      if (program === 'node') return existsSync(first);
      if (program === 'npx') return first === 'visionary' && USAGE.includes(`visionary ${second}`);
      return program === 'docker' || program === 'curl';
    };
    const unknown = pages.flatMap((page) =>
      commandsOf(page)
        .filter((line) => !isKnown(line))
        .map((line) => [page, line]),
    );
    expect(unknown).toEqual([]);
  });
});
