import unhomoglyph from 'unhomoglyph';

const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡ\0ʏᴢ';
/** Letters in squares and circles, and those flags are made of: Unicode does not say what they are made from. */
const ENCLOSED = [0x1f150, 0x1f170, 0x1f1e6];
const PLAIN = /^[0-9A-Za-z]+$/u;

const letterAt = (index: number): string => String.fromCharCode(97 + index);
const drawn = new Map([...SMALL_CAPITALS].map((letter, i) => [letter, letterAt(i)]));
for (const first of ENCLOSED) {
  for (let i = 0; i < 26; i++) drawn.set(String.fromCodePoint(first + i), letterAt(i));
}

/** @returns the plain letters that a character passes for in somebody's eyes, in lower case; none if it does not */
export function looksLike(character: string): string | undefined {
  const known = drawn.get(character);
  if (known) return known;
  const plain = unhomoglyph(character).normalize('NFKC');
  if (!PLAIN.test(plain)) return undefined;
  // The table of look-alikes writes every m as rn.
  return plain.toLowerCase().replaceAll('rn', 'm');
}
