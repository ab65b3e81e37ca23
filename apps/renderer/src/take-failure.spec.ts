import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { takeFailure } from './take-failure.js';

describe('takeFailure', () => {
  it('names an unreadable file without its path', async () => {
    const error: unknown = await readFile('/nowhere/secret/unet.onnx').catch((caught: unknown) => caught);
    expect(takeFailure(error)).toEqual({ code: 'RENDER_FAILED', detail: 'unet.onnx: it cannot be read (ENOENT)' });
  });

  it('accepts any thrown value', () => {
    expect(takeFailure(new Error('odd'))).toEqual({ code: 'RENDER_FAILED', detail: 'odd' });
    expect(takeFailure('odd')).toEqual({ code: 'RENDER_FAILED', detail: 'odd' });
    expect(takeFailure(undefined)).toEqual({ code: 'RENDER_FAILED', detail: 'undefined' });
  });
});
