import { MENTION } from '@visionary/contract';

/** Names in the field, such as `@Ana`, and their user ids, or `room`. */
export type MentionMap = ReadonlyMap<string, string>;

/** Replaces chosen names by mentions, longest first. */
export function encodeMentions(text: string, mentionMap: MentionMap): string {
  const names = [...mentionMap.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const any = new RegExp(`@(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
  return text.replace(any, (typed, name: string) => {
    const userId = mentionMap.get(name);
    return userId ? `<@${userId}>` : typed;
  });
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
