import { createHash } from 'node:crypto';
import { describe, expect, it, beforeAll } from '@jest/globals';
import { BlobStore } from '@visionary/platform/blobs';
import { bootApp, type RunningApp } from '../support/app.js';
import { aDraft, isChecked, put, until } from '../support/drafts.js';
import { safetensors } from '../support/made-files.js';
import { signUp } from '../support/people.js';

const weights = (seed: number, count = 1024) =>
  safetensors({
    'some.weight': { shape: [count], values: Float32Array.from({ length: count }, (_, i) => seed + i / count) },
  });

describe('uploads', () => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp();
  });

  it('[M20] take a file in', async () => {
    const { client } = await signUp(server.url, 'Uploader');
    const { id } = await aDraft(client);
    const content = weights(1);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await put(client, id, 'some.safetensors', content)).toMatchObject({
      state: 'checked',
      sha256,
      isKnown: false,
    });
    expect(await server.app.get(BlobStore, { strict: false }).sizeOf(sha256)).toBe(content.length);
    const { body, status } = await client.post(`/api/hub/drafts/${id}/check`);
    expect({ status, body }).toMatchObject({ status: 202 });
    expect(await until(client, id, isChecked)).toMatchObject({ state: 'ready', facts: { kind: 'weights' } });
  });
});
