/**
 * Known kinds of image damage, made on purpose. Damage to latents happens before the VAE, like an overflow or
 * a lost step; damage to pixels after it, like bad memory or a wrong tile. Each names the defect to detect.
 */
import { PIXEL_SPOILS } from './pixel-spoils.mjs';

const CHANNELS = 4;

/** @typedef {{latents: Float32Array, columns: number, rows: number, chance: import('./chance.mjs').Chance}} Cells */

const noisy = ({ latents, chance }, share) => {
  const [keep, add] = [Math.sqrt(1 - share), Math.sqrt(share)];
  return latents.map((value) => value * keep + chance.normal() * add);
};

/** Changes the cells of a rectangle. */
const inRectangle = ({ latents, columns, rows, chance }, change) => {
  const width = chance.below(Math.ceil(columns / 2)) + Math.ceil(columns / 6);
  const height = chance.below(Math.ceil(rows / 2)) + Math.ceil(rows / 6);
  const [left, top] = [chance.below(columns - width + 1), chance.below(rows - height + 1)];
  const spoiled = Float32Array.from(latents);
  for (let channel = 0; channel < CHANNELS; channel++) {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) {
        const at = (channel * rows + y) * columns + x;
        spoiled[at] = change(spoiled[at], channel);
      }
    }
  }
  return spoiled;
};

/** Swaps tiles of the latents, like a tiled decoder with an index error. */
const swappedTiles = ({ latents, columns, rows, chance }) => {
  const side = chance.pick([4, 8]);
  const [across, down] = [Math.floor(columns / side), Math.floor(rows / side)];
  const order = Array.from({ length: across * down }, (_, index) => index).sort(() => chance.next() - 0.5);
  const spoiled = Float32Array.from(latents);
  for (const [to, from] of order.entries()) {
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const cell = (tile) =>
            (channel * rows + Math.floor(tile / across) * side + y) * columns + (tile % across) * side + x;
          spoiled[cell(to)] = latents[cell(from)];
        }
      }
    }
  }
  return spoiled;
};

const LATENT_SPOILS = {
  'all latents NaN': { kind: 'black', spoil: ({ latents }) => latents.map(() => NaN) },
  'latents NaN in a rectangle': { kind: 'blocks', spoil: (cells) => inRectangle(cells, () => NaN) },
  'latents far too strong in a rectangle': {
    kind: 'blocks',
    spoil: (cells) => {
      const strong = cells.chance.between(5, 12);
      const signs = Array.from({ length: CHANNELS }, () => cells.chance.pick([-1, 1]));
      return inRectangle(cells, (_, channel) => strong * signs[channel]);
    },
  },
  'noise alone': { kind: 'noise', spoil: (cells) => noisy(cells, 1) },
  'stopped in the first third, noise and all': {
    kind: 'noise',
    spoil: (cells) => noisy(cells, cells.chance.between(0.85, 0.98)),
  },
  'stopped half-way, noise and all': { kind: 'noise', spoil: (cells) => noisy(cells, cells.chance.between(0.5, 0.8)) },
  'some noise left': { kind: 'noise', spoil: (cells) => noisy(cells, cells.chance.between(0.2, 0.4)) },
  'noise left in a rectangle': {
    kind: 'noise',
    spoil: (cells) => inRectangle(cells, () => 1.3 * cells.chance.normal()),
  },
  'latents scaled down twice': { kind: 'flat', spoil: ({ latents }) => latents.map((value) => value * 0.18215) },
  'latents scaled up twice': { kind: 'blocks', spoil: ({ latents }) => latents.map((value) => value / 0.18215) },
  'tiles of the latents swapped': { kind: 'torn', spoil: swappedTiles },
};

/**
 * An intact image of the engine, damaged in one way.
 * @param {{decode: Function, factor: number}} engine
 * @param {{latents: Float32Array, width: number, height: number}} whole
 */
export async function spoiled(engine, { latents, width, height }, way, chance) {
  const size = { width, height };
  const inLatents = LATENT_SPOILS[way];
  if (!inLatents) return PIXEL_SPOILS[way].spoil(await engine.decode(latents, size), chance);
  const cells = { latents, columns: width / engine.factor, rows: height / engine.factor, chance };
  return engine.decode(inLatents.spoil(cells), size);
}

/** The expected defect of each kind of damage. */
export const WAYS = new Map(
  Object.entries({ ...LATENT_SPOILS, ...PIXEL_SPOILS }).map(([way, { kind }]) => [way, kind]),
);
