import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { itermImage, kittyImage, sixelImage } from './image-protocols.js';

const PNG = randomBytes(10_000);

/** Decodes a sixel image: the color of each pixel, by color registers. */
function decodeSixel(text: string): Map<string, string> {
  const body = /^\x1bP0;1;0q"1;1;\d+;\d+(.*)\x1b\\\n$/s.exec(text)![1]!;
  const registers = new Map<string, string>();
  const pixels = new Map<string, string>();
  let [x, top, color] = [0, 0, ''];
  for (const [token] of body.matchAll(/#\d+;2;\d+;\d+;\d+|#\d+|!\d+[?-~]|[?-~]|[$-]/g)) {
    const define = /^#(\d+);2;(\d+;\d+;\d+)$/.exec(token);
    const run = /^(?:!(\d+))?([?-~])$/.exec(token);
    if (define) registers.set(define[1]!, define[2]!);
    else if (token.startsWith('#')) color = registers.get(token.slice(1))!;
    else if (token === '$') x = 0;
    else if (token === '-') [x, top] = [0, top + 6];
    else if (run) {
      for (let i = 0; i < Number(run[1] ?? 1); i++, x++) {
        const bits = run[2]!.charCodeAt(0) - 63;
        for (let row = 0; row < 6; row++) if (bits & (1 << row)) pixels.set(`${x},${top + row}`, color);
      }
    }
  }
  return pixels;
}

describe('image protocols', () => {
  it('[T11] kittyImage splits the file into chunks that join to it', () => {
    const chunks = [...kittyImage(PNG, 40).matchAll(/\x1b_G([^;]*);([^\x1b]*)\x1b\\/g)];
    expect(chunks[0]![1]).toBe('a=T,f=100,q=2,c=40,m=1');
    expect(chunks.at(-1)![1]).toBe('m=0');
    expect(chunks.every(([, , data]) => data!.length <= 4096)).toBe(true);
    expect(Buffer.from(chunks.map(([, , data]) => data).join(''), 'base64').equals(PNG)).toBe(true);
  });

  it('[T11] itermImage sends one file', () => {
    const [, size, data] = /^\x1b\]1337;File=inline=1;size=(\d+);width=40;[^:]*:(.*)\x07\n$/.exec(itermImage(PNG, 40))!;
    expect(Number(size)).toBe(PNG.length);
    expect(Buffer.from(data!, 'base64').equals(PNG)).toBe(true);
  });

  it('[T11] sixelImage draws every pixel once in about its color', () => {
    const [width, height] = [9, 8];
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) =>
      at % 3 === 0 ? 255 : at % 3 === 1 ? 0 : 128,
    );
    const pixels = decodeSixel(sixelImage({ rgb, width, height }));
    expect(pixels.size).toBe(width * height);
    const mean = [...pixels.values()].reduce(
      (sum, color) => color.split(';').map((part, at) => sum[at]! + Number(part) / pixels.size),
      [0, 0, 0],
    );
    expect(mean[0]).toBeCloseTo(100);
    expect(mean[1]).toBeCloseTo(0);
    expect(Math.abs(mean[2]! - 50)).toBeLessThan(4);
  });
});
