import { describe, expect, it } from '@jest/globals';
import { imageFileName } from './image-file-name.js';

describe('imageFileName', () => {
  it.each([
    ['a red fox in the snow', '12 a red fox in the snow 7.png'],
    ['一只红色的狐狸在雪地里', '12 一只红色的狐狸在雪地里 7.png'],
    ['../../etc/passwd\u0000\n"x"', '12 .. .. etc passwd x 7.png'],
    ['<>:"|?*%', '12 7.png'],
    ['evil\u202Egnp.exe', '12 evil gnp.exe 7.png'],
    ['🦊'.repeat(80), `12 ${'🦊'.repeat(60)} 7.png`],
  ])('[G10] of %j', (prompt, name) => {
    expect(imageFileName({ number: 12, prompt }, 7)).toBe(name);
  });
});
