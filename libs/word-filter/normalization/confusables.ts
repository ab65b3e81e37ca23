import unhomoglyph from 'unhomoglyph';

const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡ\0ʏᴢ';
/** Letters in squares and circles, and those flags are made of: Unicode does not say what they are made from. */
const ENCLOSED = [0x1f150, 0x1f170, 0x1f1e6];
/** What the table of look-alikes does not say, since it looks at most fonts: small ones of Greek and Cyrillic that people use. */
const ALSO = {
  κ: 'k',
  к: 'k',
  τ: 't',
  т: 't',
  χ: 'x',
  ϲ: 'c',
  м: 'm',
  в: 'b',
  н: 'h',
  п: 'n',
  и: 'u',
  я: 'r',
  η: 'n',
  ε: 'e',
  ω: 'w',
  σ: 'o',
  δ: 'd',
  λ: 'a',
  ц: 'u',
  ғ: 'f',
  ƒ: 'f',
};
const PLAIN = /^[0-9A-Za-z]+$/u;

const letterAt = (index: number): string => String.fromCharCode(97 + index);
const drawn = new Map([...SMALL_CAPITALS].map((letter, i) => [letter, letterAt(i)]));
for (const [letter, plain] of Object.entries(ALSO)) drawn.set(letter, plain);
for (const first of ENCLOSED) {
  for (let i = 0; i < 26; i++) drawn.set(String.fromCodePoint(first + i), letterAt(i));
}

/** @returns the plain letter that a character is drawn as; none if it is not, or another table knows it */
export const confusableLetter = (character: string): string | undefined => drawn.get(character);

/** @returns the plain letters that a character passes for in somebody's eyes, in lower case; none if it does not */
export function confusableLetters(character: string): string | undefined {
  const plain = unhomoglyph(character).normalize('NFKC');
  if (!PLAIN.test(plain)) return undefined;
  // The table of look-alikes writes every m as rn.
  return plain.toLowerCase().replaceAll('rn', 'm');
}
