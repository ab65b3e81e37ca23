import { existsSync, readdirSync } from 'node:fs';
import { parse } from 'node:path';

import { at } from './paths.mjs';
import { show } from './processes.mjs';
import { Stop } from './say.mjs';

/** Runs tests/bench/NAME.mjs on the built server; it prints JSON. @returns {Promise<number>} its exit code */
export async function bench({ node, env }, [name, ...args]) {
  const folder = at('tests', 'bench');
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.mjs')) : [];
  const file = names.find((candidate) => parse(candidate).name === name);
  if (!file) {
    const known = names.map((candidate) => parse(candidate).name).join(', ');
    throw new Stop(
      name ? `There is no bench "${name}".` : 'Which bench?',
      `npm run bench -- NAME, with one of: ${known}`,
    );
  }
  return show(node, [at('tests', 'bench', file), ...args], { env });
}
