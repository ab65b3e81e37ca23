/** Another way to write a word. It matches only as a word of its own, without symbols or spaces inside, and without digits for letters. */
export interface Disguise {
  readonly text: string;
  /** Too short to be certain inside other text: two characters, or two syllables of pinyin apart from each other. */
  readonly standsAlone?: boolean;
  /** The tone marks of pinyin that means something else without them. */
  readonly requiredTones?: string;
}
