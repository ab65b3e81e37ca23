import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '@visionary/contract';
import { refusalsOf, rejectionWords } from './refusal-words.js';
import { NOT_WHEN_PUBLISHING, SENTENCES } from './sentences.js';

const ofModels = ERROR_CODES.filter((code) => /^(MODEL|HUB)_/.test(code));
const elsewhere: readonly string[] = NOT_WHEN_PUBLISHING;

describe('[T17] what publishing at a terminal is refused for', () => {
  it('every code about models has a sentence, or stands among those that are not met there', () => {
    expect(ofModels.length).toBeGreaterThan(40);
    for (const code of ofModels) expect([code, code in SENTENCES]).toEqual([code, !elsewhere.includes(code)]);
  });

  it.each(Object.entries(SENTENCES))('%s is said in words', (code, sentence) => {
    expect(sentence).toMatch(/^[A-Z].{15,}[^.]$/su);
    expect(rejectionWords(code)).toBe(`${sentence} (${code}).`);
  });

  it('with the file, what is known of it in English, and no mark that only the page reads', () => {
    expect(
      rejectionWords('MODEL_PATH_REFUSED', {
        path: 'a/con',
        because: 'device',
        part: 'con',
        reason: 'con is a device',
      }),
    ).toBe(`a/con: ${SENTENCES.MODEL_PATH_REFUSED}: con is a device (MODEL_PATH_REFUSED).`);
    expect(rejectionWords('HUB_QUOTA_FULL', { bytes: 10, used: 9 })).toBe(
      `${SENTENCES.HUB_QUOTA_FULL}; bytes: 10; used: 9 (HUB_QUOTA_FULL).`,
    );
    expect(rejectionWords('HUB_DRAFT_INCOMPLETE', { field: 'licence', reason: 'Required' })).toBe(
      `licence: ${SENTENCES.HUB_DRAFT_INCOMPLETE}: Required (HUB_DRAFT_INCOMPLETE).`,
    );
    const refused = { path: 'old.ckpt', refusal: { code: 'MODEL_PICKLE' } };
    expect(refusalsOf({ refusal: null }, [refused])).toBe(
      `It can’t be published:\nold.ckpt: ${SENTENCES.MODEL_PICKLE} (MODEL_PICKLE).`,
    );
  });
});
