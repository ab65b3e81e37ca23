import { describe, expect, it } from '@jest/globals';
import { Rejection } from '@visionary/kernel';
import { type ImageTransform, UntrustedImages } from '@visionary/platform/images';
import { runImageTask } from '../../libs/platform/images/run-image-task.js';
import { solidPng } from '../support/test-images.js';

const AS_PNG: ImageTransform = { size: { width: 64, height: 64, fit: 'inside' }, format: { type: 'png' } };

describe('UntrustedImages', () => {
  it('[S73] stores nothing of an image that the check rejects', async () => {
    const images = new UntrustedImages({ run: runImageTask }, { requireSpace: async () => {} });
    const file = await solidPng(16, 16);
    const upload = () => images.accept(file, 'FEED_IMAGE_UNREADABLE', AS_PNG);
    expect((await upload()).data.length).toBeGreaterThan(0);
    const checked: Uint8Array[] = [];
    images.setCheck((image) => {
      checked.push(image);
      return Promise.reject(new Rejection('SAFETY_IMAGE_REJECTED', { category: 'red', score: 1 }));
    });
    await expect(upload()).rejects.toMatchObject({ code: 'SAFETY_IMAGE_REJECTED' });
    expect(checked).toEqual([file]);
    await expect(images.accept(Buffer.from('none'), 'FEED_IMAGE_UNREADABLE', AS_PNG)).rejects.toMatchObject({
      code: 'FEED_IMAGE_UNREADABLE',
    });
  });
});
