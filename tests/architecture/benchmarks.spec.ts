import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMMAND_NAMES, EPHEMERAL_EVENTS, LOG_TYPES } from '@visionary/contract';

/** Plain JavaScript over the built server, which no compiler checks and no test runs. */
const scripts = globSync('tests/{bench,soak,fuzz}/**/*.mjs').map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));

const IMPORT = /import (?:\{([^}]+)\} from )?'(\.[^']+)'|new URL\('([^']+\.mjs)'/g;
const DECLARED = /^export (?:abstract |async )*(?:class|function\*?|const) (\w+)/gm;
const LISTED = /^export \{([^}]+)\}/gm;
const WHOLE = /^export \* from '(\.[^']+)'/gm;

const names = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');

/** The source of a built module. */
const sourceOf = (file: string): string => file.replace(/^dist\/(.+)\.js$/, '$1.ts');

function exportsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const declared = [...text.matchAll(DECLARED)].map(([, name = '']) => name);
  const listed = [...text.matchAll(LISTED)]
    .flatMap(([, list = '']) => names(list))
    .map((name) => name.replace(/.* as /, ''));
  const others = [...text.matchAll(WHOLE)].map(([, path = '']) => join(dirname(file), path).replace(/\.js$/, '.ts'));
  return [...declared, ...listed, ...others.flatMap(exportsOf)];
}

const missingIn = ({ file, text }: (typeof scripts)[number]): string[] =>
  [...text.matchAll(IMPORT)].flatMap(([, list = '', module, script = '']) => {
    const source = sourceOf(join(dirname(file), module ?? script));
    if (!existsSync(source)) return [`${file}: ${source}`];
    const known = exportsOf(source);
    return names(list)
      .map((name) => name.replace(/ as .*/, ''))
      .filter((name) => !known.includes(name))
      .map((name) => `${file}: ${name} of ${source}`);
  });

describe('benchmarks, soaks and fuzzers', () => {
  it('import only what exists', () => {
    expect(scripts.length).toBeGreaterThan(50);
    expect(scripts.flatMap(missingIn)).toEqual([]);
  });

  it('name only commands and events that exist', () => {
    const known = new Set<string>([...COMMAND_NAMES, ...LOG_TYPES, ...Object.keys(EPHEMERAL_EVENTS)]);
    const slices = new Set([...known].map((name) => name.split('.')[0]));
    const named = scripts.flatMap(({ file, text }) =>
      [...text.matchAll(/'(([a-z]+)\.[a-zA-Z]+)'/g)]
        .filter(([, , slice]) => slices.has(slice))
        .map(([, name = '']) => ({ file, name })),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
  });
});
