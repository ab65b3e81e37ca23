import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const sources = globSync('{apps,libs,web/src}/**/*.{ts,vue}').filter((file) => !file.endsWith('.spec.ts'));

/** Non-blank lines, as the lint rules count them; comment lines are few enough to include. */
const lengths = sources
  .map((file) => readFileSync(file, 'utf8').split('\n'))
  .map((lines) => lines.filter((line) => line.trim() !== '').length)
  .sort((one, other) => one - other);
const lengthOf = (share: number) => lengths[Math.floor(lengths.length * share)];

/** `chat.gateway.ts`, `send-message.ts`, `0001-first-light.ts`; components are named as in templates. */
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.ts$/;
const PASCAL = /^([A-Z][a-z0-9]*)+\.vue$/;
const SAYS_NOTHING = /(^|[-./])(utils?|helpers?|misc)([-./]|$)/i;

describe('source files', () => {
  it('are small: the median under 80 lines, nine in ten under 200', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(lengthOf(0.5)).toBeLessThan(80);
    expect(lengthOf(0.9)).toBeLessThan(200);
  });

  it('are named in kebab-case, components in PascalCase', () => {
    const misnamed = sources.filter((file) => !(file.endsWith('.vue') ? PASCAL : KEBAB).test(basename(file)));
    expect(misnamed).toEqual([]);
  });

  it('define no names with I… or …Impl', () => {
    const misnamed = /\b(interface I[A-Z][a-z]\w*|class \w+Impl)\b/;
    expect(sources.filter((file) => misnamed.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('have no generic names', () => {
    expect(sources.filter((file) => SAYS_NOTHING.test(file))).toEqual([]);
  });
});

describe('styles', () => {
  const tokens = readFileSync('web/src/shared/ui/tokens.css', 'utf8');
  const steps = [...tokens.matchAll(/--space-[\d-]+: (\d+px);/g)].map(([, value]) => value);
  const spacing = /^\s*(?:padding|margin|gap|row-gap|column-gap)(?:-[a-z-]+)?: ([^;]+);/gm;

  it('name the token of a spacing that has one', () => {
    expect(steps.length).toBeGreaterThan(8);
    const raw = globSync('web/src/**/*.{css,vue}').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(spacing)]
        .filter(([, value]) => value?.match(/[\d.]+px/g)?.some((length) => steps.includes(length)))
        .map(([declaration]) => `${file}: ${declaration.trim()}`),
    );
    expect(raw).toEqual([]);
  });
});
