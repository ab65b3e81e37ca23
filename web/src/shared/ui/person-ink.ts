/** Which of the eight mineral inks is this person's, 1 to 8: FNV-1a over the id's characters, modulo 8. */
export function personInk(personId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < personId.length; at++) {
    hash ^= personId.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 0) % 8) + 1;
}

/** As a value for CSS: follows the theme. */
export const personColor = (personId: string): string => `var(--person-${personInk(personId)})`;

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The letter or character on a person's seal; a stroke where the person is gone. */
export function sealLetter(name: string): string {
  const [first] = letters.segment(name.trim());
  return (first?.segment ?? '–').toLocaleUpperCase();
}
