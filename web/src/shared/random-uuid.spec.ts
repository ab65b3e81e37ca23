import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { randomUuid } from './random-uuid.js';

describe('randomUuid', () => {
  it('returns a different random UUID each time', () => {
    const ids = Array.from({ length: 64 }, randomUuid);
    for (const id of ids) expect(z.uuidv4().safeParse(id).error).toBeUndefined();
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('uses only APIs that are available on plain http', () => {
    const { randomUUID } = crypto;
    Object.defineProperty(crypto, 'randomUUID', { configurable: true, value: undefined });
    try {
      expect(randomUuid()).toHaveLength(36);
    } finally {
      Object.defineProperty(crypto, 'randomUUID', { configurable: true, value: randomUUID });
    }
  });
});
