import { Converter } from 'opencc-js/t2cn';

/** One converter per standard, to include the variants of Taiwan and Hong Kong. */
const CONVERTERS = (['t', 'tw', 'hk'] as const).map((from) => Converter({ from, to: 'cn' }));

/** @returns the simplified form of a Chinese character, or the character itself */
export function toSimplified(character: string): string {
  // Follows chains: the result for 麼 can be converted again. Chains end in the same character.
  let current = character;
  for (let next = convertOnce(current); next !== current; next = convertOnce(current)) current = next;
  return current;
}

function convertOnce(character: string): string {
  if (character === '妳') return '你';
  for (const convert of CONVERTERS) {
    const converted = convert(character);
    if (converted !== character && [...converted].length === 1) return converted;
  }
  return character;
}
