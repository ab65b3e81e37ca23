import { MENTION, type UserView } from '@visionary/contract';

/** Names in the field, such as `@Ana`, and their user ids, or `room`. */
export type MentionMap = ReadonlyMap<string, string>;

/** Replaces chosen names by mentions, longest first, in any case: names that differ only in it are one name. */
export function encodeMentions(text: string, mentionMap: MentionMap): string {
  const names = [...mentionMap.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const ids = new Map([...mentionMap].map(([name, userId]) => [name.toLowerCase(), userId]));
  // Neither in code nor in a mail address.
  const any = new RegExp(`\`[^\`]*\`|@(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}_]|\\.[a-z])`, 'giu');
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
