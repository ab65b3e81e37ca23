import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ImageTransform } from '@visionary/platform/images';
import { SandboxedImageDecoder } from '../../libs/platform/images/sandboxed-image-decoder.js';
import { isResultOf, parseDecoderResponse } from '../../libs/platform/images/decoder-response.js';
import { onCleanup } from '../support/cleanup.js';
import { programPid } from '../support/program-pid.js';
import { solidPng } from '../support/test-images.js';

const AS_WEBP: ImageTransform = {
  size: { width: 32, height: 32, fit: 'inside' },
  format: { type: 'webp', quality: 80 },
};

/** Processes that run the decoder, by its script. */
const decoderPid = (): number => {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const isDecoder = (pid: string) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('image-decoder');
  return programPid(Number(children.find(isDecoder)));
};

describe('the image decoder', () => {
  const started = (): SandboxedImageDecoder => {
    const decoder = new SandboxedImageDecoder();
    onCleanup(() => decoder.onApplicationShutdown());
    return decoder;
  };

  it('[E41] images are decoded in another process, which a new one replaces when it is killed', async () => {
    const decoder = started();
    const task = { type: 'transform', file: await solidPng(64, 32), transform: AS_WEBP } as const;
    expect(await decoder.run(task)).toMatchObject({ type: 'image', width: 32, height: 16 });
    const first = decoderPid();
    process.kill(first, 'SIGSTOP');
    const pending = decoder.run(task);
    process.kill(first, 'SIGKILL');
    expect(await pending).toMatchObject({ type: 'image', width: 32, height: 16 });
    expect(decoderPid()).not.toBe(first);
    expect(await decoder.run({ type: 'fingerprint', file: Buffer.from('none') })).toEqual({ type: 'unreadable' });
  });

  it('[E41] a response is rejected when it is not what the task asked for', () => {
    const task = { type: 'transform', file: new Uint8Array(), transform: AS_WEBP } as const;
    const image = (data: string) => ({
      id: 1,
      result: { type: 'image', data: Buffer.from(data), width: 1, height: 1 },
    });
    const page = parseDecoderResponse(image('<html>'));
    expect(page && isResultOf(page, task)).toBe(false);
    const webp = parseDecoderResponse(image('RIFF....WEBP'));
    expect(webp && isResultOf(webp, task)).toBe(true);
    for (const message of [
      null,
      'x',
      { id: 1 },
      { id: 1, result: { type: 'image', data: 'x', width: 1, height: 1 } },
    ]) {
      expect(parseDecoderResponse(message)).toBeUndefined();
    }
  });
});
