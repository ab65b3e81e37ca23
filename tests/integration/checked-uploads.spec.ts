import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@visionary/kernel';
import { UntrustedImages } from '@visionary/platform/images';
import { solidPng } from '../support/test-images.js';

describe('UntrustedImages', () => {
  it('[S73] stores nothing of an image that the check rejects', async () => {
    const images = new UntrustedImages();
    const file = await solidPng(16, 16);
    const upload = () => images.accept(file, 'FEED_IMAGE_UNREADABLE', (image) => image.png().toBuffer());
    expect((await upload()).length).toBeGreaterThan(0);
    const checked: Uint8Array[] = [];
    images.setCheck((image) => {
      checked.push(image);
      return Promise.reject(new Rejection('SAFETY_IMAGE_REJECTED', { category: 'red', score: 1 }));
    });
    await expect(upload()).rejects.toMatchObject({ code: 'SAFETY_IMAGE_REJECTED' });
    expect(checked).toEqual([file]);
    await expect(images.accept(Buffer.from('none'), 'FEED_IMAGE_UNREADABLE', upload)).rejects.toMatchObject({
      code: 'FEED_IMAGE_UNREADABLE',
    });
  });
});
