import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@visionary/kernel';
import { StrangePictures } from '@visionary/platform/pictures';
import sharp from 'sharp';

const png = (background: string) =>
  sharp({ create: { width: 16, height: 16, channels: 3, background } })
    .png()
    .toBuffer();

describe('the gate of what people bring', () => {
  it('[S73] keeps nothing that whoever looks at pictures turns away', async () => {
    const pictures = new StrangePictures();
    const file = await png('#f00');
    const bring = () => pictures.bring(file, 'FEED_PICTURE_UNREADABLE', (picture) => picture.png().toBuffer());
    expect((await bring()).length).toBeGreaterThan(0);
    const asked: Uint8Array[] = [];
    pictures.guard((given) => {
      asked.push(given);
      return Promise.reject(new Rejection('SAFETY_PICTURE_REFUSED', { category: 'red', score: 1 }));
    });
    await expect(bring()).rejects.toMatchObject({ code: 'SAFETY_PICTURE_REFUSED' });
    expect(asked).toEqual([file]);
    await expect(pictures.bring(Buffer.from('none'), 'FEED_PICTURE_UNREADABLE', bring)).rejects.toMatchObject({
      code: 'FEED_PICTURE_UNREADABLE',
    });
  });
});
