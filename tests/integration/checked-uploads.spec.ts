import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@visionary/kernel';
import { UntrustedImages } from '@visionary/platform/images';
import sharp from 'sharp';

const png = (background: string) =>
  sharp({ create: { width: 16, height: 16, channels: 3, background } })
    .png()
    .toBuffer();

describe('the gate of what people bring', () => {
  it('[S73] keeps nothing that whoever looks at pictures turns away', async () => {
    const images = new UntrustedImages();
    const file = await png('#f00');
    const bring = () => images.accept(file, 'FEED_IMAGE_UNREADABLE', (image) => image.png().toBuffer());
    expect((await bring()).length).toBeGreaterThan(0);
    const asked: Uint8Array[] = [];
    images.setCheck((given) => {
      asked.push(given);
      return Promise.reject(new Rejection('SAFETY_IMAGE_REJECTED', { category: 'red', score: 1 }));
    });
    await expect(bring()).rejects.toMatchObject({ code: 'SAFETY_IMAGE_REJECTED' });
    expect(asked).toEqual([file]);
    await expect(images.accept(Buffer.from('none'), 'FEED_IMAGE_UNREADABLE', bring)).rejects.toMatchObject({
      code: 'FEED_IMAGE_UNREADABLE',
    });
  });
});
