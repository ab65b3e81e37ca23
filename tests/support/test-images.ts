import sharp, { type Color } from 'sharp';
import { Random } from './random.js';

const [WIDTH, HEIGHT] = [192, 128];
const THINGS = 14;

/** An image of one color. */
export const solidPng = (width: number, height: number, background: Color = '#c43'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

/** An image with shapes, determined by its number and dissimilar to those of other numbers. */
export function sceneImage(number: number): Promise<Buffer> {
  const chance = new Random(number);
  const random = () => chance.next();
  const data = Buffer.alloc(WIDTH * HEIGHT * 3, Math.floor(random() * 256));
  for (let thing = 0; thing < THINGS; thing++) {
    const [x, y, radius] = [random() * WIDTH, random() * HEIGHT, 8 + random() * 40];
    const colour = [random() * 256, random() * 256, random() * 256];
    for (let at = 0; at < WIDTH * HEIGHT; at++) {
      const isInside = ((at % WIDTH) - x) ** 2 + (Math.floor(at / WIDTH) - y) ** 2 < radius ** 2;
      if (isInside) colour.forEach((value, channel) => (data[at * 3 + channel] = value));
    }
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}
