import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { isRejection } from '@visionary/kernel';
import { UntrustedImages } from '@visionary/platform/images';
import { runImageTask } from '../../platform/images/run-image-task.js';
import fc from 'fast-check';
import sharp from 'sharp';
import { UploadImageReader } from './upload-image-reader.js';

const KINDS = ['png', 'jpeg', 'webp'] as const;
const REJECTIONS = ['GENERATION_IMAGE_UNREADABLE', 'TOO_LARGE'];

describe('UploadImageReader', () => {
  const reader = new UploadImageReader(new UntrustedImages({ run: runImageTask }, { requireSpace: async () => {} }));
  const files: Buffer[] = [];

  beforeAll(async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const image = await sharp({ create: { width: 48, height: 32, channels: 3, background: '#888', noise } })
      .png()
      .toBuffer();
    for (const kind of KINDS) files.push(await sharp(image).toFormat(kind).toBuffer());
  });

  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
  const damage = fc.record({
    kind: fc.nat(KINDS.length - 1),
    changes: fc.array(change, { maxLength: 8 }),
    keep: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  });

  it('[G23] returns an image within the limits or rejects when a file is damaged', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(damage, async ({ kind, changes, keep }) => {
        const file = Buffer.from(files[kind] as Buffer);
        for (const { at, byte } of changes) file[at % file.length] = byte;
        const part = file.subarray(0, keep === null ? file.length : Math.ceil(file.length * keep));
        try {
          const { png, width, height } = await reader.read(part, 'Ann');
          const { format, ...found } = await sharp(png).metadata();
          expect({ format, width: found.width, height: found.height }).toEqual({ format: 'png', width, height });
          expect(Math.max(width, height)).toBeLessThanOrEqual(LIMITS.sidePixels.max);
          read += 1;
        } catch (error) {
          if (!isRejection(error)) throw error;
          expect(REJECTIONS).toContain(error.code);
        }
      }),
      { numRuns: 150 },
    );
    expect(read).toBeGreaterThan(5);
  });

  it('[G23] reads four files at a time and rejects when too many wait', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, (_one, index) => reader.read(files[0] as Buffer, `${index}`)),
    );
    const rejected = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    expect(rejected).toHaveLength(50 - 36);
    for (const reason of rejected) {
      expect(reason).toMatchObject({ code: 'RATE_LIMITED', detail: { retryAfterSeconds: 5 } });
    }
    await expect(reader.read(files[1] as Buffer, 'Ann')).resolves.toMatchObject({ width: 48, height: 32 });
  });
});
