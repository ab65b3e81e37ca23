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

const childPids = (): string[] =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');

/** The process that runs the decoder, by its script. @param ended of an earlier decoder */
const decoderPid = (ended: readonly string[] = []): number => {
  const children = childPids().filter((pid) => !ended.includes(pid));
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

  it('[E41] a task that takes too long is ended alone, and those behind it go on', async () => {
    const ended = childPids();
    const decoder = started();
    const file = await solidPng(64, 32);
    const task = { type: 'transform', file, transform: AS_WEBP } as const;
    await decoder.run(task);
    process.kill(decoderPid(ended), 'SIGSTOP');
    decoder.hangMs = 50;
    const late = decoder.run(task);
    decoder.hangMs = 60_000;
    const others = Promise.all([decoder.run(task), decoder.run(task)]);
    expect(await late).toEqual({ type: 'unreadable' });
    for (const result of await others) expect(result).toMatchObject({ type: 'image' });
  });

  it('[E41] an image whose pixels take too much is refused from its header', async () => {
    const decoder = started();
    const refusalOf = async (...header: [side: number, bits: number, color: number, interlacing: number]) => {
      const [side, bits, color, interlacing] = header;
      const file = await solidPng(1, 1);
      for (const at of [16, 20]) file.writeUInt32BE(side, at);
      file.set([bits, color], 24);
      file[28] = interlacing;
      return decoder.run({ type: 'transform', file, transform: AS_WEBP });
    };
    const [RGB, RGBA] = [2, 6];
    expect(await refusalOf(6_300, 16, RGBA, 1)).toMatchObject({ type: 'tooLarge', maxPixels: 10_000_000 });
    expect(await refusalOf(6_300, 16, RGBA, 0)).toMatchObject({ type: 'tooLarge', maxPixels: 20_000_000 });
    expect(await refusalOf(6_300, 8, RGB, 1)).toMatchObject({ type: 'tooLarge', maxPixels: 26_666_666 });
    // The pixels are missing, but there may be as many.
    expect(await refusalOf(6_300, 8, RGBA, 0)).toEqual({ type: 'unreadable' });
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
