import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.js';

export interface SeedOptions {
  readonly count: number;
  readonly remove: boolean;
}

const USUAL_COUNT = 24;
const COUNT_AT_MOST = 500;

/** @throws Usage */
export function readSeedOptions(args: readonly string[]): SeedOptions {
  const { count, remove } = parsed(args);
  if (remove && count !== undefined) {
    throw new UsageError('seed --remove removes all samples. Leave --count out.');
  }
  const images = count === undefined ? USUAL_COUNT : Number(count);
  if (!/^\d*$/.test(count ?? '') || images < 1 || images > COUNT_AT_MOST) {
    throw new UsageError(`--count takes a number from 1 to ${COUNT_AT_MOST}, not "${count}".`);
  }
  return { count: images, remove };
}

function parsed(args: readonly string[]): { readonly count: string | undefined; readonly remove: boolean } {
  try {
    const options = { count: { type: 'string' }, remove: { type: 'boolean', default: false } } as const;
    const { values } = parseArgs({ args: [...args], options });
    return { count: values.count, remove: values.remove };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
