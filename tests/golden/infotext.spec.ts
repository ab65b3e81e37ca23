import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseInfotext, readPngText, withPngText, writeInfotext } from '@visionary/infotext';
import { readVectors, vectorPath } from './vectors.js';

interface Case {
  note: string;
  infotext: string;
  parsed: Record<string, string>;
  write?: { prompt: string; negative_prompt: string; params: Record<string, string | number> };
}

describe('[E9] infotext', () => {
  const { cases } = readVectors<{ cases: Case[] }>('infotext.json');

  it.each(cases.map((one) => [one.note, one] as const))('is read: %s', (_title, { infotext, parsed }) => {
    const { prompt, negative, parameters } = parseInfotext(infotext);
    expect({ Prompt: prompt, 'Negative prompt': negative, ...Object.fromEntries(parameters) }).toEqual(parsed);
  });

  const written = cases.flatMap(({ note, infotext, write }) => (write ? [[note, infotext, write] as const] : []));
  it.each(written)('is written: %s', (_title, infotext, { prompt, negative_prompt: negative, params }) => {
    const parameters = Object.entries(params).map(([key, value]) => [key, String(value)] as const);
    expect(writeInfotext({ prompt, negative, parameters })).toBe(infotext);
  });
});

describe('texts inside a PNG', () => {
  it.each(['latin1_tEXt.png', 'unicode_iTXt.png'])('%s is read and written byte for byte', (name) => {
    const png = readFileSync(vectorPath(`png/${name}`));
    const text = readPngText(png).get('parameters')!;
    expect(text).toContain('Steps: 20');
    const start = png.indexOf(name.includes('tEXt') ? 'tEXt' : 'iTXt') - 4;
    const bare = Buffer.concat([png.subarray(0, start), png.subarray(start + 12 + png.readUInt32BE(start))]);
    expect(Buffer.from(withPngText(bare, [{ keyword: 'parameters', text }])).equals(png)).toBe(true);
  });

  it('survives what is no PNG and what is cut off', () => {
    const png = readFileSync(vectorPath('png/unicode_iTXt.png'));
    for (let length = 0; length < png.length; length += 7) {
      expect(readPngText(png.subarray(0, length)).size).toBeLessThanOrEqual(1);
    }
    expect(readPngText(Buffer.from('GIF89a')).size).toBe(0);
  });
});
