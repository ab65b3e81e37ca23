/** Signs that look like a letter, and are one where letters are about them. */
export const SYMBOL_LETTERS: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
  '£': 'l',
  '¢': 'c',
  '¥': 'y',
  '§': 's',
  '×': 'x',
};

/** Letters and digits that pass for others, beside being themselves. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'il',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'gb',
  '7': 't',
  '8': 'b',
  '9': 'g',
  v: 'u',
};
/** What can stand for each other, over whatever sign: one symbol to the automaton. */
const CLASSES = ['il1', 'o0', 'z2', 'e3', 'a4', 's5', 'gb689', 't7', 'uv'];
const ASCII = 128;

const classes = Uint8Array.from({ length: ASCII }, (_, code) => code);
for (const letters of CLASSES) {
  for (const letter of letters) classes[letter.charCodeAt(0)] = letters.charCodeAt(0);
}
const stands = new Uint8Array(ASCII * ASCII);
for (const [sign, letters] of Object.entries(STANDS_FOR)) {
  for (const letter of letters) stands[sign.charCodeAt(0) * ASCII + letter.charCodeAt(0)] = 1;
}

/** @returns the same for all code points that may pass for each other */
export const equivalenceClassOf = (code: number): number => (code < ASCII ? classes[code]! : code);

/** Whether a sign that is another letter or a digit passes for the letter. */
export const canStandFor = (sign: number, letter: number): boolean =>
  sign < ASCII && letter < ASCII && stands[sign * ASCII + letter] === 1;
