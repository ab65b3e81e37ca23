import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Environment, readConfig } from '@visionary/platform/config';

const text = readFileSync('.env.example', 'utf8');
const example = parseEnv(text);

describe('[T7] .env.example', () => {
  it('names every variable that the server reads, and no other', () => {
    expect(Object.keys(example).sort()).toEqual(Object.keys(Environment.shape).sort());
  });

  it('shows the defaults: an unchanged copy has no effect', () => {
    expect(readConfig(example)).toEqual(readConfig({}));
  });

  it('explains each variable on the line above it', () => {
    const lines = text.split('\n');
    const unexplained = Object.keys(example).filter((name) => {
      const index = lines.findIndex((line) => line.startsWith(`${name}=`));
      return !lines[index - 1]?.startsWith('# ');
    });
    expect(unexplained).toEqual([]);
  });
});
