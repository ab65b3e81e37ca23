/**
 * Intact images with hard edges, flat colors, much black or white, which detectors misjudge most easily. Drawn
 * as SVG; half of them pass through the VAE of the engine, like all its images.
 */
import sharp from 'sharp';

const WIDTH = 256;
const colour = (chance) => `rgb(${chance.below(256)},${chance.below(256)},${chance.below(256)})`;
const many = (count, make) => Array.from({ length: count }, make).join('');
const rect = (x, y, w, h, fill, more = '') =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`;
const stroke = (d, chance, width) =>
  `<path d="${d}" fill="none" stroke="${chance.pick(['#111', '#222', '#123'])}" stroke-width="${width}"/>`;

/** Random curves. */
const curve = (chance) => {
  const point = () => `${chance.below(WIDTH)},${chance.below(WIDTH)}`;
  return `M${point()} C${point()} ${point()} ${point()}`;
};

export const DRAWN = {
  'line drawing': (chance) =>
    rect(0, 0, WIDTH, WIDTH, '#fff') +
    many(8 + chance.below(20), () => stroke(curve(chance), chance, 1 + chance.below(3))),
  'flat colours': (chance) =>
    rect(0, 0, WIDTH, WIDTH, colour(chance)) +
    many(5 + chance.below(8), () => {
      const [x, y, r] = [chance.below(WIDTH), chance.below(WIDTH), 10 + chance.below(70)];
      return chance.next() < 0.6
        ? `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour(chance)}"/>`
        : `<polygon points="${x},${y} ${x + r},${y + r / 2} ${x + r / 3},${y + r}" fill="${colour(chance)}"/>`;
    }),
  'starry night': (chance) =>
    rect(0, 0, WIDTH, WIDTH, '#04050a') +
    many(30 + chance.below(60), () => {
      const [x, y] = [chance.below(WIDTH), chance.below(WIDTH)];
      return `<circle cx="${x}" cy="${y}" r="${chance.between(0.4, 1.6)}" fill="#ffe"/>`;
    }),
  'dark scene': (chance) =>
    rect(0, 0, WIDTH, WIDTH, '#000') +
    `<circle cx="${chance.below(WIDTH)}" cy="${chance.below(WIDTH)}" r="${14 + chance.below(30)}" fill="#322"/>` +
    `<ellipse cx="128" cy="250" rx="150" ry="${20 + chance.below(40)}" fill="#0b0d12"/>`,
  'white page with one thing': (chance) =>
    rect(0, 0, WIDTH, WIDTH, '#fff') +
    `<ellipse cx="128" cy="140" rx="${20 + chance.below(60)}" ry="${20 + chance.below(60)}" fill="${colour(chance)}"/>`,
  'soft gradient': (chance) =>
    `<defs><linearGradient id="g" x2="${chance.next()}" y2="1"><stop stop-color="${colour(chance)}"/>` +
    `<stop offset="1" stop-color="${colour(chance)}"/></linearGradient></defs>${rect(0, 0, WIDTH, WIDTH, 'url(#g)')}`,
  'houses with windows': (chance) =>
    rect(0, 0, WIDTH, WIDTH, '#9cc3e6') +
    many(3 + chance.below(3), (_, house) => {
      const [x, top] = [house * 60 + chance.below(14), 60 + chance.below(90)];
      const windows = many(12, (__, i) =>
        rect(x + 6 + (i % 3) * 16, top + 8 + Math.floor(i / 3) * 24, 10, 14, '#ffe9a8'),
      );
      return rect(x, top, 54, WIDTH - top, colour(chance)) + windows;
    }),
  'stripes and checks': (chance) => {
    const side = 8 + chance.below(32);
    const [one, other] = [colour(chance), colour(chance)];
    const isStriped = chance.next() < 0.5;
    const cells = Math.ceil(WIDTH / side);
    return (
      rect(0, 0, WIDTH, WIDTH, one) +
      many(cells * cells, (_, i) => {
        const [x, y] = [i % cells, Math.floor(i / cells)];
        return (isStriped ? y : x + y) % 2 ? rect(x * side, y * side, side, side, other) : '';
      })
    );
  },
  'pixel art': (chance) => {
    const side = chance.pick([8, 12, 16]);
    const palette = many(4, () => `${colour(chance)};`).split(';');
    const cells = Math.ceil(WIDTH / side);
    return many(cells * cells, (_, i) => {
      const [x, y] = [i % cells, Math.floor(i / cells)];
      const far = Math.hypot(x - cells / 2, y - cells / 2) / cells;
      return rect(x * side, y * side, side, side, palette[Math.min(3, Math.floor(far * 6 + chance.next() * 0.6))]);
    });
  },
  'four panels': (chance) =>
    rect(0, 0, WIDTH, WIDTH, '#fff') +
    many(4, (_, i) => {
      const [x, y] = [6 + (i % 2) * 125, 6 + Math.floor(i / 2) * 125];
      return (
        rect(x, y, 119, 119, colour(chance), 'stroke="#111" stroke-width="2"') +
        `<circle cx="${x + 60}" cy="${y + 60}" r="${15 + chance.below(35)}" fill="${colour(chance)}"/>`
      );
    }),
  'framed picture': (chance) =>
    rect(0, 0, WIDTH, WIDTH, colour(chance)) +
    rect(40, 30, 176, 150, '#402a12') +
    rect(48, 38, 160, 134, colour(chance)) +
    `<circle cx="128" cy="105" r="${20 + chance.below(40)}" fill="${colour(chance)}"/>`,
  confetti: (chance) =>
    rect(0, 0, WIDTH, WIDTH, chance.pick(['#fff', '#222', '#fce'])) +
    many(150 + chance.below(150), () => {
      const turn = `transform="rotate(${chance.below(90)} ${chance.below(WIDTH)} ${chance.below(WIDTH)})"`;
      return rect(
        chance.below(WIDTH),
        chance.below(WIDTH),
        4 + chance.below(8),
        3 + chance.below(5),
        colour(chance),
        turn,
      );
    }),
  'stained glass': (chance) =>
    many(64, (_, i) => {
      const [x, y] = [(i % 8) * 32, Math.floor(i / 8) * 32];
      const corner = () => chance.below(14) - 7;
      const points = `${x + corner()},${y + corner()} ${x + 32},${y + corner()} ${x + 32 + corner()},${y + 32} ${x},${y + 32}`;
      return `<polygon points="${points}" fill="${colour(chance)}" stroke="#111" stroke-width="2"/>`;
    }),
  'halftone dots': (chance) => {
    const ink = colour(chance);
    return (
      rect(0, 0, WIDTH, WIDTH, '#fff') +
      many(1024, (_, i) => {
        const [x, y] = [(i % 32) * 8 + 4, Math.floor(i / 32) * 8 + 4];
        return `<circle cx="${x}" cy="${y}" r="${1 + 2.5 * Math.abs(Math.sin(x / 50) * Math.cos(y / 60))}" fill="${ink}"/>`;
      })
    );
  },
};

/** @returns {Promise<{data: Uint8Array, width: number, height: number}>} */
export async function drawn(name, chance) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${WIDTH}">${DRAWN[name](chance)}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** Film grain: in every pixel of an intact image. */
export function grained({ data, width, height }, chance) {
  const strong = chance.between(4, 14);
  const grain = Uint8ClampedArray.from(data);
  for (let at = 0; at < data.length; at += 3) {
    const light = chance.normal() * strong;
    for (let channel = 0; channel < 3; channel++) grain[at + channel] = data[at + channel] + light;
  }
  return { data: new Uint8Array(grain.buffer), width, height };
}
