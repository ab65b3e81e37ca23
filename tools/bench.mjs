import { existsSync, readdirSync } from 'node:fs';
import { parse } from 'node:path';

import { at } from './paths.mjs';
import { show } from './processes.mjs';
import { Stop } from './console.mjs';

/**
 * Runs tests/KIND/NAME.mjs on the built server; it prints JSON.
 * @param {'bench' | 'soak' | 'fuzz'} kind
 * @returns {Promise<number>} its exit code
 */
export async function runNamed(kind, { node, env }, [name, ...args]) {
  const folder = at('tests', kind);
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.mjs')) : [];
  const file = names.find((candidate) => parse(candidate).name === name);
  if (!file) {
    const known = names.map((candidate) => parse(candidate).name).join(', ');
    throw new Stop(
      name ? `There is no ${kind} "${name}".` : `Which ${kind}?`,
      `npm run ${kind} -- NAME, with one of: ${known}`,
    );
  }
  return show(node, [at('tests', kind, file), ...args], { env });
}
