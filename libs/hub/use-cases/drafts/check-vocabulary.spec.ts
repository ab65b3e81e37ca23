import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Rejection } from '@visionary/kernel';
import type { CheckText } from '@visionary/safety';
import { CheckVocabulary } from './check-vocabulary.js';

const groups = [{ kind: 'style', name: { en: 'Styles', zh: '风格' }, entries: [{ en: ['ink'], zh: ['水墨'] }] }];

describe('[M177] the vocabulary of an uploaded model', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'visionary-draft-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const checked: string[] = [];
  const checkText = {
    run: (_scope: string, { vocabulary }: { vocabulary: string }) => {
      checked.push(...vocabulary.split('\n'));
      if (vocabulary.includes('badword')) throw new Rejection('SAFETY_BLOCKED_TERMS', { hits: [] });
      return Promise.resolve({});
    },
  } as unknown as CheckText;
  const check = (content: string | null, kind: 'model' | 'lora' = 'model') => {
    if (content !== null) writeFileSync(join(dir, 'vocabulary.json'), content);
    return new CheckVocabulary(checkText).run(dir, kind);
  };

  it('is optional, and only models have one', async () => {
    expect(await check(null)).toEqual({ ok: true });
    expect(await check('nonsense', 'lora')).toEqual({ ok: true });
  });

  it('is counted, and all its words are checked', async () => {
    const near = [{ words: ['sumi'], entries: [0] }];
    const result = await check(JSON.stringify({ groups, near, also: { en: ['photo'] } }));
    expect(result).toMatchObject({ ok: true, summary: { things: 0, places: 0, styles: 1 } });
    expect(checked).toEqual(expect.arrayContaining(['Styles', '水墨', 'photo', 'sumi']));
  });

  it.each([
    ['no JSON', '{', { reasonKey: 'vocabularyInvalid' }],
    [
      'markup',
      JSON.stringify({ groups: [{ ...groups[0], entries: [{ en: ['<i>'] }] }] }),
      { reasonKey: 'vocabularyInvalid' },
    ],
    ['too many bytes', ' '.repeat(1024 * 1024 + 1), { reasonKey: 'fileTooLarge', most: 1024 * 1024 }],
  ])('rejects the draft with %s and names the file', async (_what, content, detail) => {
    expect(await check(content)).toMatchObject({
      ok: false,
      rejection: { code: 'MODEL_FOLDER_INVALID', detail: { path: 'vocabulary.json', ...detail } },
    });
  });

  it('rejects the draft with a blocked term', async () => {
    const blocked = { groups: [{ ...groups[0], entries: [{ en: ['badword'] }] }] };
    expect(await check(JSON.stringify(blocked))).toMatchObject({
      ok: false,
      rejection: { code: 'SAFETY_BLOCKED_TERMS' },
    });
  });
});
