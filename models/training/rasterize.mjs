// Draws every drawing of things.tsv as a PNG file of 512×512 and lists them in sprites.json, with resvg from npm.
// resvg 2.6 aborts the process in a few drawings: start it again until it ends, it leaves those out (skipped.txt).
// Usage: node rasterize.mjs <folder with node_modules> <folder with own SVG files> <output folder>
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const SIZE = 512;
const SETS = ['twemoji', 'fluent-emoji-flat', 'noto'];
const TONES = ['1F3FB', '1F3FD', '1F3FE'];
const [modules, own, output] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { Resvg } = require('@resvg/resvg-js');

const sets = SETS.map((name) => ({
  name,
  icons: require(`@iconify-json/${name}/icons.json`),
  chars: require(`@iconify-json/${name}/chars.json`),
}));

/** Code points as Iconify's character lists write them: lower case, without variation selectors. */
const normalized = (code) => code.toLowerCase().replaceAll('-fe0f', '');

function svgOf(set, code) {
  const key = normalized(code);
  const name = set.chars[key] ?? set.chars[`${key}-fe0f`];
  const icon = name && (set.icons.icons[name] ?? set.icons.icons[set.icons.aliases?.[name]?.parent]);
  if (!icon) return null;
  const width = icon.width ?? set.icons.width ?? 16;
  const height = icon.height ?? set.icons.height ?? 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${icon.left ?? 0} ${icon.top ?? 0} ${width} ${height}">${icon.body}</svg>`;
}

const withTone = (code, tone) => code.replace(/^([0-9A-F]+)(-FE0F)?/, `$1-${tone}`);

/** All code sequences a row's drawing stands for: P: people with an occupation, G: three genders, in several skin tones. */
function codesOf(drawing, kind) {
  const toned = TONES.map((tone) => withTone(drawing, tone));
  if (kind === 'person' && toned.some((code) => svgOf(sets[0], code))) return toned;
  if (drawing.startsWith('P:')) {
    return ['1F9D1', '1F468', '1F469'].flatMap((base) =>
      TONES.map((tone) => `${base}-${tone}-200D-${drawing.slice(2)}`),
    );
  }
  if (!drawing.startsWith('G:')) return [drawing];
  const base = drawing.slice(2);
  const ungendered = ['1F9DE', '1F9DF'].includes(base); // these have no skin tones
  const suffixes = ['', '-200D-2642-FE0F', '-200D-2640-FE0F'];
  return suffixes.flatMap((suffix) =>
    ungendered ? [`${base}${suffix}`] : TONES.map((tone) => `${base}-${tone}${suffix}`),
  );
}

mkdirSync(output, { recursive: true });
const [skippedFile, currentFile] = ['skipped.txt', 'current.txt'].map((name) => join(output, name));
if (existsSync(currentFile)) appendFileSync(skippedFile, `${readFileSync(currentFile, 'utf8')}\n`);
const skipped = new Set(existsSync(skippedFile) ? readFileSync(skippedFile, 'utf8').split('\n') : []);

/** Writes the drawing's PNG file; false where resvg cannot. */
function draw(svg, file) {
  if (existsSync(file)) return true;
  if (skipped.has(file)) return false;
  writeFileSync(currentFile, file);
  writeFileSync(file, new Resvg(svg, { fitTo: { mode: 'width', value: SIZE } }).render().asPng());
  return true;
}

const rows = readFileSync(new URL('things.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((row) => row && !row.startsWith('#'));
const manifest = {};
for (const row of rows) {
  const [drawings, kind, english] = row.split('\t');
  const files = [];
  for (const drawing of drawings.split(' ')) {
    if (drawing.startsWith('own:')) {
      const name = drawing.slice(4);
      draw(readFileSync(join(own, `${name}.svg`), 'utf8'), join(output, `own-${name}.png`));
      files.push([`own-${name}`, 'own']);
      continue;
    }
    for (const code of codesOf(drawing, kind)) {
      for (const set of sets) {
        const svg = svgOf(set, code);
        if (!svg) continue;
        const file = `${set.name}-${normalized(code)}`;
        if (draw(svg, join(output, `${file}.png`))) files.push([file, set.name]);
      }
    }
  }
  if (files.length === 0) console.error('no drawing of', english);
  manifest[english.split('|')[0]] = files;
}
rmSync(currentFile, { force: true });
writeFileSync(join(output, 'sprites.json'), JSON.stringify(manifest, null, 1));
console.log(rows.length, 'things,', Object.values(manifest).flat().length, 'drawings');
