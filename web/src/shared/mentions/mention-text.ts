import { MENTION, type UserView } from '@visionary/contract';

/** Names in the field, such as `@Ana`, and their user ids, or `room`. */
export type MentionMap = ReadonlyMap<string, string>;

/** Letters of scripts that write no space after a name, or attach particles to it: `@小明你好`, `@민수야`. */
const UNSPACED =
  '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]';
/** Mentions nobody: code, and the beginning of a mail address. */
const NO_MENTION = '`[^`]*`|(?<![\\w.+-])[\\w.+-]+@(?=\\w)';

/**
 * Replaces the longest name that follows an @ by a mention, in any case: names that differ only in it are one name. A name ends
 * where its word ends, or where a script without spaces begins or ends.
 */
export function encodeMentions(text: string, mentionMap: MentionMap): string {
  const names = [...mentionMap.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const ids = new Map([...mentionMap].map(([name, userId]) => [name.toLowerCase(), userId]));
  const end = `(?!\\.[a-z])(?:(?<=${UNSPACED})|(?=${UNSPACED})|(?![\\p{L}\\p{N}_]))`;
  const any = new RegExp(`${NO_MENTION}|@(${names.map(escaped).join('|')})${end}`, 'giu');
  return text.replace(any, (typed, name?: string) => {
    const userId = name && ids.get(name.toLowerCase());
    return userId ? `<@${userId}>` : typed;
  });
}

/** Those users whose names follow an @ in the text. */
export function mentionedByName(text: string, users: readonly UserView[]): UserView[] {
  const folded = text.toLowerCase();
  return users.filter(({ name }) => name !== '' && folded.includes(`@${name.toLowerCase()}`));
}

/** Replaces mentions by names. */
export function decodeMentions(
  text: string,
  nameOf: (userId: string) => string,
): { text: string; mentions: MentionMap } {
  const mentions = new Map<string, string>();
  const visible = text.replace(MENTION, (_, userId: string) => {
    mentions.set(nameOf(userId), userId);
    return `@${nameOf(userId)}`;
  });
  return { text: visible, mentions };
}

const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
