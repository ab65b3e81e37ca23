import { describe, expect, it } from '@jest/globals';
import { imageTypeOf } from './image-type.js';

const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));

describe('the type of a chosen avatar file', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'good'],
    ['\xff\xd8\xff\xe1..Exif', 'good'],
    ['RIFF....WEBPVP8 ', 'good'],
    ['....ftypheic', 'heic'],
    ['....ftypmif1', 'heic'],
    ['....ftypavif', 'other'],
    ['GIF89a', 'moving'],
    ['<?xml version="1.0"?><svg xmlns=', 'svg'],
    ['  <svg xmlns=', 'svg'],
    ['%PDF-1.7', 'other'],
    ['', 'other'],
  ] as const)('%j is %s', (head, kind) => expect(imageTypeOf(bytes(head))).toBe(kind));
});
