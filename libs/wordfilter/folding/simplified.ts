import { Converter } from 'opencc-js/t2cn';

/** From each way of writing by itself, so that variants of Taiwan and Hong Kong are met, too. */
const CONVERTERS = (['t', 'tw', 'hk'] as const).map((from) => Converter({ from, to: 'cn' }));

/** @returns the simplified form of one Chinese character, itself where it has none */
export function simplified(character: string): string {
  for (const convert of CONVERTERS) {
    const converted = convert(character);
    if (converted !== character && [...converted].length === 1) return converted;
  }
  return character;
}
