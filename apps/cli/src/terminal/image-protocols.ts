import type { Pixels } from './half-blocks.js';

/** Maximum base64 characters per chunk of a Kitty image. */
const KITTY_CHUNK = 4096;

/** https://sw.kovidgoyal.net/kitty/graphics-protocol/: f=100 is PNG, a=T displays it, q=2 suppresses replies. */
export function kittyImage(png: Uint8Array, columns: number): string {
  const base64 = Buffer.from(png).toString('base64');
  let out = '';
  for (let at = 0; at < base64.length; at += KITTY_CHUNK) {
    const more = at + KITTY_CHUNK < base64.length ? 1 : 0;
    const head = at === 0 ? `a=T,f=100,q=2,c=${columns},` : '';
    out += `\x1b_G${head}m=${more};${base64.slice(at, at + KITTY_CHUNK)}\x1b\\`;
  }
  return `${out}\n`;
}

/** https://iterm2.com/documentation-images.html */
export function itermImage(png: Uint8Array, columns: number): string {
  const base64 = Buffer.from(png).toString('base64');
  return `\x1b]1337;File=inline=1;size=${png.length};width=${columns};preserveAspectRatio=1:${base64}\x07\n`;
}

/** Levels of red, green and blue: 252 colors, within the 256 registers of sixel terminals. */
const LEVELS = [6, 7, 6] as const;
/** Thresholds of an ordered dither, 4x4. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
const BAND_ROWS = 6;

/** A band has six rows of pixels and is drawn once per color in it (DEC STD 070, sixel graphics). */
export function sixelImage(pixels: Pixels): string {
  const { width, height } = pixels;
  const colors = ditheredColors(pixels);
  const palette = [...new Set(colors)].map((color) => `#${color};2;${percents(color).join(';')}`);
  const bands: string[] = [];
  for (let top = 0; top < height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - top);
    const bandColors = new Set(colors.subarray(top * width, (top + rows) * width));
    bands.push([...bandColors].map((color) => `#${color}${sixelsOf(color, colors, width, top, rows)}`).join('$'));
  }
  return `\x1bP0;1;0q"1;1;${width};${height}${palette.join('')}${bands.join('-')}\x1b\\\n`;
}

function ditheredColors({ rgb, width, height }: Pixels): Uint8Array {
  const colors = new Uint8Array(width * height);
  for (let at = 0; at < colors.length; at++) {
    const threshold = (BAYER[(Math.floor(at / width) % 4) * 4 + ((at % width) % 4)]! + 0.5) / 16;
    colors[at] = LEVELS.reduce((sum, levels, channel) => {
      const level = Math.min(levels - 1, Math.floor((rgb[at * 3 + channel]! / 255) * (levels - 1) + threshold));
      return sum * levels + level;
    }, 0);
  }
  return colors;
}

function percents(color: number): number[] {
  const [red, green, blue] = LEVELS;
  const levels = [Math.floor(color / (green * blue)), Math.floor(color / blue) % green, color % blue];
  return levels.map((level, channel) => Math.round((level / ([red, green, blue][channel]! - 1)) * 100));
}

/** A column of six pixels is one character, starting at `?`. Runs are written as `!count`. */
function sixelsOf(color: number, colors: Uint8Array, width: number, top: number, rows: number): string {
  let out = '';
  let run = { character: '', length: 0 };
  const flush = () => {
    out += run.length > 3 ? `!${run.length}${run.character}` : run.character.repeat(run.length);
  };
  for (let x = 0; x < width; x++) {
    let bits = 0;
    for (let row = 0; row < rows; row++) if (colors[(top + row) * width + x] === color) bits |= 1 << row;
    const character = String.fromCharCode(63 + bits);
    if (character === run.character) run.length++;
    else {
      flush();
      run = { character, length: 1 };
    }
  }
  flush();
  return out;
}
