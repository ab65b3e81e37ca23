/**
 * Cost of moderation: each part is a file in support/legality that measures and returns its
 * figures.
 *
 *     npm run bench -- legality [part ...]
 */
import { readdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parse } from 'node:path';

import { at } from '../../tools/paths.mjs';
import { rounded } from './support/figures.mjs';

const knownParts = readdirSync(at('tests', 'bench', 'support', 'legality'))
  .filter((file) => file.endsWith('.part.mjs'))
  .map((file) => parse(parse(file).name).name);
const requestedParts = process.argv.slice(2);
const unknown = requestedParts.find((name) => !knownParts.includes(name));
if (unknown) throw new Error(`there is no part "${unknown}"; there are ${knownParts.join(', ')}`);

const figures = { cores: cpus().length, loadAverage: rounded(loadavg()[0], 1) };
for (const name of requestedParts.length > 0 ? requestedParts : knownParts) {
  const { measure } = await import(`./support/legality/${name}.part.mjs`);
  figures[name] = await measure();
}
console.log(JSON.stringify(figures, null, 2));
