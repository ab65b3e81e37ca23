// Draws the emoji named on stdin (one a line) as PNG files of 1024×1024, with resvg from npm.
// A large whole multiple of the drawings' 32 units: at other sizes resvg 2.6 aborts in some blurs.
// Usage: node rasterise.mjs <folder with node_modules> <output folder>
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const SIZE = 1024;
const [modules, output] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { Resvg } = require('@resvg/resvg-js');
const icons = require('@iconify-json/fluent-emoji/icons.json');

/** The icon's own image, following aliases as Iconify defines them. */
function bodyOf(name) {
  const icon = icons.icons[name] ?? icons.icons[icons.aliases?.[name]?.parent];
  if (!icon) throw new Error(`there is no drawing named ${name}`);
  return icon.body;
}

mkdirSync(output, { recursive: true });
for (const name of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 32 32">${bodyOf(name)}</svg>`;
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: SIZE } }).render();
  writeFileSync(join(output, `${name}.png`), image.asPng());
}
