import type { Language } from '@visionary/contract';

export interface Emoji {
  readonly emoji: string;
  readonly label: string;
  /** The searched text: label and tags, in lower case. */
  readonly search: string;
  /** The emoji in the five skin tones, lightest first; absent without tones. */
  readonly toned?: readonly string[];
}
export interface EmojiGroup {
  /** Unicode's group number. */
  readonly group: number;
  readonly emoji: readonly Emoji[];
}

/** One entry of emojibase's compact lists. */
export interface EmojiEntry {
  readonly label: string;
  readonly unicode: string;
  readonly group?: number;
  readonly tags?: readonly string[];
  readonly skins?: readonly { readonly unicode: string }[];
}

/** Skin tones in Unicode order, lightest first. */
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'] as const;
/** 0 is yellow, 1 to 5 are the tones from the lightest on. */
export const SKIN_TONES = [0, 1, 2, 3, 4, 5] as const;
export type SkinTone = (typeof SKIN_TONES)[number];

/** Skin tone and hair components, which are not emoji themselves. */
const PARTS_GROUP = 2;
const HAN = /^\p{Script=Han}+$/u;
const isEmoji = (text: string) => new RegExp('^\\p{RGI_Emoji}$', 'v').test(text);

/** The form that Unicode recommends for interchange: the lists also add U+FE0F to emoji that do not need it. */
export function toFullyQualified(unicode: string): string | null {
  if (isEmoji(unicode)) return unicode;
  const withoutSelectors = unicode.replaceAll('\uFE0F', '');
  return isEmoji(withoutSelectors) ? withoutSelectors : null;
}

/** The list in groups, each in the usual order. */
export function groupEmoji(entries: readonly EmojiEntry[]): EmojiGroup[] {
  const groups = new Map<number, Emoji[]>();
  for (const { label, unicode, group, tags = [], skins = [] } of entries) {
    const emoji = toFullyQualified(unicode);
    if (group === undefined || group === PARTS_GROUP || !emoji) continue;
    const list = groups.get(group) ?? [];
    const toned = tonedVariants(skins.map((skin) => skin.unicode));
    list.push({ emoji, label, search: [label, ...tags].join(' ').toLowerCase(), ...(toned ? { toned } : {}) });
    groups.set(group, list);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([group, emoji]) => ({ group, emoji }));
}

/** Only the variants with a single tone: emoji of two people also have mixed ones. */
function tonedVariants(variants: readonly string[]): string[] | null {
  const variantPerTone = TONES.map((tone) =>
    variants.find((one) => TONES.every((other) => one.includes(other) === (other === tone))),
  );
  const qualified = variantPerTone.flatMap((one) => toFullyQualified(one ?? '') ?? []);
  return qualified.length === TONES.length ? qualified : null;
}

/** The emoji in a tone; emoji without tones are unchanged. */
export const withSkinTone = ({ emoji, toned }: Emoji, skinTone: SkinTone): string =>
  skinTone === 0 ? emoji : (toned?.[skinTone - 1] ?? emoji);

/** Emoji that match every word of the query: best match of the name first, then shorter names. */
export function searchEmoji(groups: readonly EmojiGroup[], query: string): Emoji[] {
  const text = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return groups
    .flatMap(({ emoji }) => emoji.filter(({ search }) => text.every((word) => search.includes(word))))
    .map((one) => ({ one, rank: distance(one, text) }))
    .sort((a, b) => a.rank - b.rank || a.one.label.length - b.one.label.length)
    .map(({ one }) => one);
}

/** 0 for the exact name; then a whole word, a prefix, or a part of the name; then tags. */
function distance({ label, search }: Emoji, query: readonly string[]): number {
  const name = label.toLowerCase();
  if (name === query.join(' ')) return 0;
  const nameWords = name.split(/[^\p{L}\p{N}]+/u);
  const isTag = (word: string) => ` ${search} `.includes(` ${word} `);
  // Chinese names have no spaces, so a part of a name that is also a tag counts as a word.
  const isWord = (word: string) => nameWords.includes(word) || (HAN.test(word) && name.includes(word) && isTag(word));
  if (query.every(isWord)) return 1;
  if (query.every((word) => nameWords.some((part) => part.startsWith(word)))) return 2;
  if (query.every((word) => name.includes(word))) return 3;
  return query.every(isTag) ? 4 : 5;
}

/** About 0.5 MB, so loaded only with the picker, and from this server. */
export async function loadEmoji(language: Language): Promise<EmojiGroup[]> {
  const list =
    language === 'zh' ? await import('emojibase-data/zh/compact.json') : await import('emojibase-data/en/compact.json');
  return groupEmoji(list.default);
}
