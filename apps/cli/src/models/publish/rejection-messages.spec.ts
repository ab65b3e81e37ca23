import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '@visionary/contract';
import { formatRejections, formatRejection } from './rejection-messages.js';
import { CODES_NOT_USED_HERE, ERROR_MESSAGES } from './error-messages.js';

const modelCodes = ERROR_CODES.filter((code) => /^(MODEL|HUB)_/.test(code));
const unusedCodes: readonly string[] = CODES_NOT_USED_HERE;

describe('[T17] messages of rejected models', () => {
  it('every code about models has a message or is listed as unused', () => {
    expect(modelCodes.length).toBeGreaterThan(40);
    for (const code of modelCodes) expect([code, code in ERROR_MESSAGES]).toEqual([code, !unusedCodes.includes(code)]);
  });

  it.each(Object.entries(ERROR_MESSAGES))('the message of %s is a sentence without a period', (code, message) => {
    expect(message).toMatch(/^[A-Z].{15,}[^.]$/su);
    expect(formatRejection(code)).toBe(`${message} (${code}).`);
  });

  it('formatRejection adds the file and English details but no keys for the client', () => {
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
    const rejectedFile = { path: 'old.ckpt', rejection: { code: 'MODEL_PICKLE_NOT_ALLOWED' } };
    expect(formatRejections({ rejection: null }, [rejectedFile])).toBe(
      `It can’t be published:\nold.ckpt: ${ERROR_MESSAGES.MODEL_PICKLE_NOT_ALLOWED} (MODEL_PICKLE_NOT_ALLOWED).`,
    );
  });
});
