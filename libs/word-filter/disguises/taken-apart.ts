import { COMPONENTS } from '../lists/components.js';
import type { Disguise } from './disguise.js';

/** Characters written as their components: 女乃子. */
export function takenApartOf(characters: readonly string[]): Disguise[] {
  const split = characters.map((character) => COMPONENTS.get(character) ?? character);
  const single = characters.flatMap((character, index) => {
    return split[index] === character ? [] : [characters.with(index, split[index]!).join('')];
  });
  const all = split.join('');
  return [...new Set([...single, ...(single.length > 1 ? [all] : [])])].map((text) => ({ text }));
}
