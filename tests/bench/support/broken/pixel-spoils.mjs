/** @typedef {{data: Uint8Array, width: number, height: number}} Image */

const copyOf = ({ data, width, height }) => ({ data: Uint8Array.from(data), width, height });

/** Some rectangles, most on the 8-pixel grid of decoders, each 1/100 to 1/6 of the image. */
const rectanglesIn = ({ width, height }, chance) =>
  Array.from({ length: 1 + chance.below(5) }, () => {
    const grid = chance.next() < 0.7 ? 8 : 1;
    const side = (full) => Math.max(16, Math.round((chance.between(0.1, 0.4) * full) / grid) * grid);
    const [wide, high] = [side(width), side(height)];
    const from = (full, part) => Math.floor(chance.below(full - part + 1) / grid) * grid;
    return { left: from(width, wide), top: from(height, high), wide, high };
  });

/** @param change gets the three bytes of a pixel, and gives three */
const inRectangles = (makeChange) => (image, chance) => {
  const spoiled = copyOf(image);
  for (const { left, top, wide, high } of rectanglesIn(image, chance)) {
    const change = makeChange(chance);
    for (let y = top; y < top + high; y++) {
      for (let x = left; x < left + wide; x++) {
        const at = (y * image.width + x) * 3;
        spoiled.data.set(change(image.data.subarray(at, at + 3)), at);
      }
    }
  }
  return spoiled;
};

const bytes = (chance) => [chance.below(256), chance.below(256), chance.below(256)];

/** Shifts bands of rows sideways, like lost lines. */
const shiftedBands = (image, chance) => {
  const { data, width, height } = image;
  const spoiled = copyOf(image);
  for (let top = chance.below(24); top < height;) {
    const high = 8 + chance.below(40);
    const by = Math.round(chance.between(0.05, 0.5) * width);
    if (chance.next() < 0.6) {
      for (let y = top; y < Math.min(height, top + high); y++) {
        const row = data.subarray(y * width * 3, (y + 1) * width * 3);
        spoiled.data.set(row.subarray(by * 3), y * width * 3);
        spoiled.data.set(row.subarray(0, by * 3), (y * width + width - by) * 3);
      }
    }
    top += high;
  }
  return spoiled;
};

/** Swaps tiles, or copies some to a wrong position. */
const swappedTiles = (share) => (image, chance) => {
  const { data, width, height } = image;
  const side = chance.pick([32, 64]);
  const [across, down] = [Math.floor(width / side), Math.floor(height / side)];
  const spoiled = copyOf(image);
  for (let tile = 0; tile < across * down; tile++) {
    if (chance.next() > share) continue;
    const from = chance.below(across * down);
    for (let y = 0; y < side; y++) {
      const at = (one) => ((Math.floor(one / across) * side + y) * width + (one % across) * side) * 3;
      spoiled.data.set(data.subarray(at(from), at(from) + side * 3), at(tile));
    }
  }
  return spoiled;
};

/** Reads the image with a wrong row length, which skews it. */
const wrongRowLength = (image, chance) => {
  const { data, width, height } = image;
  const spoiled = copyOf(image);
  const by = chance.pick([1, 2, 3, 8]) * 3;
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < width * 3; i++) {
      spoiled.data[y * width * 3 + i] = data[(y * (width * 3 + by) + i) % data.length];
    }
  }
  return spoiled;
};

const filled = (makeBytes) => (image, chance) => {
  const spoiled = copyOf(image);
  const three = makeBytes(chance);
  for (let at = 0; at < spoiled.data.length; at += 3) spoiled.data.set(three(chance), at);
  return spoiled;
};

export const PIXEL_SPOILS = {
  'black all over': { kind: 'black', spoil: filled(() => () => [0, 0, 0]) },
  'nearly black all over': { kind: 'black', spoil: filled(() => (chance) => bytes(chance).map((byte) => byte % 4)) },
  'one colour all over': {
    kind: 'flat',
    spoil: filled((chance) => {
      const three = bytes(chance);
      return () => three;
    }),
  },
  'blocks of one colour': {
    kind: 'blocks',
    spoil: inRectangles((chance) => {
      const three = chance.next() < 0.4 ? [0, 0, 0] : bytes(chance);
      return () => three;
    }),
  },
  'blocks with channels swapped': {
    kind: 'blocks',
    spoil: inRectangles(() => ([red, green, blue]) => [green, blue, red]),
  },
  'blocks with a channel gone': {
    kind: 'blocks',
    spoil: inRectangles((chance) => {
      const gone = chance.below(3);
      return (three) => Array.from(three, (byte, channel) => (channel === gone ? 0 : byte));
    }),
  },
  'blocks turned into their negative': {
    kind: 'blocks',
    spoil: inRectangles(() => (three) => Array.from(three, (byte) => 255 - byte)),
  },
  'blocks of noise': { kind: 'blocks', spoil: inRectangles((chance) => () => bytes(chance)) },
  'noise in every pixel': { kind: 'noise', spoil: filled(() => bytes) },
  'bands shifted': { kind: 'torn', spoil: shiftedBands },
  'tiles swapped': { kind: 'torn', spoil: swappedTiles(1) },
  'a few tiles from elsewhere': { kind: 'torn', spoil: swappedTiles(0.15) },
  'wrong row length': { kind: 'torn', spoil: wrongRowLength },
};
