import unhomoglyph from 'unhomoglyph';

const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡ\0ʏᴢ';
/** Negative enclosed letters and regional indicators, which have no decomposition in Unicode. */
const ENCLOSED = [0x1f150, 0x1f170, 0x1f1e6];
/** Greek and Cyrillic letters that users substitute but that Unicode's confusables don't contain. */
const ADDITIONAL = {
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
const styledLetters = new Map([...SMALL_CAPITALS].map((letter, i) => [letter, letterAt(i)]));
for (const first of ENCLOSED) {
  for (let i = 0; i < 26; i++) styledLetters.set(String.fromCodePoint(first + i), letterAt(i));
}
const plainLetters = new Map([...styledLetters, ...Object.entries(ADDITIONAL)]);

/** @returns the plain letter for a small capital or an enclosed letter */
export const styledLetter = (character: string): string | undefined => styledLetters.get(character);

/** @returns the plain letter for a character of the tables above */
export const confusableLetter = (character: string): string | undefined => plainLetters.get(character);

/** @returns the plain lower-case letters for a character of Unicode's confusables */
export function confusableLetters(character: string): string | undefined {
  const plain = unhomoglyph(character).normalize('NFKC');
  if (!PLAIN.test(plain)) return undefined;
  // Unicode's table maps m to rn.
  return plain.toLowerCase().replaceAll('rn', 'm');
}
