import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { takeFailure } from './take-failure.js';

describe('why a take failed', () => {
  it('names the file that cannot be read, and not where it lies', async () => {
    const error: unknown = await readFile('/nowhere/secret/unet.onnx').catch((caught: unknown) => caught);
    expect(takeFailure(error)).toEqual({ code: 'RENDER_FAILED', detail: 'unet.onnx: it cannot be read (ENOENT)' });
  });

  it('is told of whatever was thrown', () => {
    expect(takeFailure(new Error('odd'))).toEqual({ code: 'RENDER_FAILED', detail: 'odd' });
    expect(takeFailure('odd')).toEqual({ code: 'RENDER_FAILED', detail: 'odd' });
    expect(takeFailure(undefined)).toEqual({ code: 'RENDER_FAILED', detail: 'undefined' });
  });
});
