/** Symbols that look like a letter and are read as one next to letters. */
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

/** Digits and letters that can also stand for other letters. */
const SUBSTITUTIONS: Readonly<Record<string, string>> = {
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
/** Characters that can stand for each other, possibly via a third: one symbol for the automaton. */
const CLASSES = ['il1', 'o0', 'z2', 'e3', 'a4', 's5', 'gb689', 't7', 'uv'];
const ASCII = 128;

const classes = Uint8Array.from({ length: ASCII }, (_, code) => code);
for (const letters of CLASSES) {
  for (const letter of letters) classes[letter.charCodeAt(0)] = letters.charCodeAt(0);
}
const substitutes = new Uint8Array(ASCII * ASCII);
for (const [substitute, letters] of Object.entries(SUBSTITUTIONS)) {
  for (const letter of letters) substitutes[substitute.charCodeAt(0) * ASCII + letter.charCodeAt(0)] = 1;
}

/** @returns the same value for all code points that can stand for each other */
export const equivalenceClassOf = (code: number): number => (code < ASCII ? classes[code]! : code);

/** Whether a digit or letter can stand for another letter. */
export const canStandFor = (substitute: number, letter: number): boolean =>
  substitute < ASCII && letter < ASCII && substitutes[substitute * ASCII + letter] === 1;
