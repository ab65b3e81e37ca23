import { Converter } from 'opencc-js/t2cn';

/** From each way of writing by itself, so that variants of Taiwan and Hong Kong are met, too. */
const CONVERTERS = (['t', 'tw', 'hk'] as const).map((from) => Converter({ from, to: 'cn' }));

/** @returns the simplified form of one Chinese character, itself where it has none */
export function simplified(character: string): string {
  // Some are both: what 麼 becomes is itself what an older character is written as. The end of the row is the same for all.
  let last = character;
  for (let next = once(last); next !== last; next = once(last)) last = next;
  return last;
}

function once(character: string): string {
  if (character === '妳') return '你';
  for (const convert of CONVERTERS) {
    const converted = convert(character);
    if (converted !== character && [...converted].length === 1) return converted;
  }
  return character;
}
