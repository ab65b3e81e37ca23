import type { Disguise } from './disguise.js';

const WITHOUT_CLOTHES = /^(没穿|没有穿|不穿|未穿)衣服$/u;

/** Without the word for clothes: 没穿. */
export const leftOutOf = (text: string): Disguise[] => {
  const [, verb] = WITHOUT_CLOTHES.exec(text) ?? [];
  return verb === undefined ? [] : [{ text: verb, leavesOutClothes: true }];
};
