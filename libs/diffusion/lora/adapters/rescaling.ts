import type { Adapter } from './adapter.js';
import { product } from './adapter.js';

/** (IA)³ (Liu et al. 2022): a factor for each output, or each input channel: W · (1 + strength · factor). */
export const rescaling: Adapter = {
  name: 'IA3',
  matches: ({ factors, onInput }) => Boolean(factors && onInput),
  fits: ({ factors }, { rows, columns, kernel }) => [rows, columns / kernel].includes(product(factors!.shape)),
  apply: async (weight, { values, matrix: { columns, kernel }, strength }) => {
    const factors = values.factors!;
    const isOnInput = values.onInput![0] !== 0;
    return weight.map((value, i) => {
      const index = isOnInput ? Math.floor((i % columns) / kernel) : Math.floor(i / columns);
      return value * (1 + strength * (factors[index] ?? 0));
    });
  },
};
