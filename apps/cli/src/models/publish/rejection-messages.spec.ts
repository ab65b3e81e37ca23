import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '@visionary/contract';
import { refusalsOf, formatRejection } from './rejection-messages.js';
import { CODES_NOT_USED_HERE, ERROR_MESSAGES } from './error-messages.js';

const ofModels = ERROR_CODES.filter((code) => /^(MODEL|HUB)_/.test(code));
const elsewhere: readonly string[] = CODES_NOT_USED_HERE;

describe('[T17] what publishing at a terminal is refused for', () => {
  it('every code about models has a sentence, or stands among those that are not met there', () => {
    expect(ofModels.length).toBeGreaterThan(40);
    for (const code of ofModels) expect([code, code in ERROR_MESSAGES]).toEqual([code, !elsewhere.includes(code)]);
  });

  it.each(Object.entries(ERROR_MESSAGES))('%s is said in words', (code, sentence) => {
    expect(sentence).toMatch(/^[A-Z].{15,}[^.]$/su);
    expect(formatRejection(code)).toBe(`${sentence} (${code}).`);
  });

  it('with the file, what is known of it in English, and no mark that only the page reads', () => {
    expect(
      formatRejection('MODEL_PATH_INVALID', {
        path: 'a/con',
        reasonKey: 'windowsDeviceName',
        part: 'con',
        reason: 'con is a device',
      }),
    ).toBe(`a/con: ${ERROR_MESSAGES.MODEL_PATH_INVALID}: con is a device (MODEL_PATH_INVALID).`);
    expect(formatRejection('HUB_QUOTA_EXCEEDED', { bytes: 10, used: 9 })).toBe(
      `${ERROR_MESSAGES.HUB_QUOTA_EXCEEDED}; bytes: 10; used: 9 (HUB_QUOTA_EXCEEDED).`,
    );
    expect(formatRejection('HUB_DRAFT_INCOMPLETE', { field: 'license', reason: 'Required' })).toBe(
      `license: ${ERROR_MESSAGES.HUB_DRAFT_INCOMPLETE}: Required (HUB_DRAFT_INCOMPLETE).`,
    );
    const refused = { path: 'old.ckpt', refusal: { code: 'MODEL_PICKLE_NOT_ALLOWED' } };
    expect(refusalsOf({ refusal: null }, [refused])).toBe(
      `It can’t be published:\nold.ckpt: ${ERROR_MESSAGES.MODEL_PICKLE_NOT_ALLOWED} (MODEL_PICKLE_NOT_ALLOWED).`,
    );
  });
});
