/** Another way to write a word. It matches only as a word of its own, without symbols or spaces inside, and without digits for letters. */
export interface Disguise {
  readonly text: string;
  /** Too short to be certain inside other text: two characters, or two syllables of pinyin apart from each other. */
  readonly standsAlone?: boolean;
  /** The tone marks of pinyin that means something else without them. */
  readonly requiredTones?: string;
  /** A number that is an age only where a person or a sentence ends with it; see BareAges. */
  readonly bareAge?: 'beside person' | 'with short unit' | 'with unit';
  /** Leaves out the clothes, which may follow: 没穿 | 没穿鞋. */
  readonly leavesOutClothes?: boolean;
}
