/** The color of a user, one of eight, 1 to 8: FNV-1a over the id's characters, modulo 8. */
export function userColorIndex(userId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < userId.length; at++) {
    hash ^= userId.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 0) % 8) + 1;
}

/** As a CSS value: follows the theme. */
export const userColor = (userId: string): string => `var(--user-${userColorIndex(userId)})`;

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first letter or character of a name; a dash for deleted users. */
export function avatarInitial(name: string): string {
  const [first] = letters.segment(name.trim());
  return (first?.segment ?? '–').toLocaleUpperCase();
}
