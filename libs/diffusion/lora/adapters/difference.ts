import type { Adapter } from './adapter.js';
import { addScaled, product } from './adapter.js';

/** A whole weight that is added: W + strength · difference. Modules of norms have theirs under another name. */
export const difference: Adapter = {
  name: 'full',
  matches: (tensors) => (tensors.difference ?? tensors.normDifference) !== undefined,
  fits: ({ difference: whole, normDifference: norm }, { rows, columns }) =>
    product((whole ?? norm)!.shape) === rows * columns,
  apply: async (weight, { values, strength }) =>
    addScaled(weight, (values.difference ?? values.normDifference)!, strength),
};
