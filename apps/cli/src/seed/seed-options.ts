import { readArguments } from '../read-arguments.js';
import { UsageError } from '../usage-error.js';

export interface SeedOptions {
  readonly count: number;
  readonly remove: boolean;
}

const DEFAULT_COUNT = 24;
const MAX_COUNT = 500;

/** @throws UsageError */
export function readSeedOptions(args: readonly string[]): SeedOptions {
  const { count, remove } = parse(args);
  if (remove && count !== undefined) {
    throw new UsageError('seed --remove removes all samples. Leave --count out.');
  }
  const images = count === undefined ? DEFAULT_COUNT : Number(count);
  if (!/^\d*$/.test(count ?? '') || images < 1 || images > MAX_COUNT) {
    throw new UsageError(`--count takes a number from 1 to ${MAX_COUNT}, not "${count}".`);
  }
  return { count: images, remove };
}

function parse(args: readonly string[]): { readonly count: string | undefined; readonly remove: boolean } {
  const options = { count: { type: 'string' }, remove: { type: 'boolean', default: false } } as const;
  const { values } = readArguments({ args: [...args], options });
  return { count: values.count, remove: values.remove };
}
