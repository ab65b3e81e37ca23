import { MENTION } from '@visionary/contract';

/** Names as they stand in the field, `@Ana`, and whom they call: a user's id, or `room`. */
export type MentionMap = ReadonlyMap<string, string>;

/** The text as it goes out: names that were chosen from the menu become calls, the longest first. */
export function encodeMentions(text: string, mentionMap: MentionMap): string {
  const names = [...mentionMap.keys()].sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const any = new RegExp(`@(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
  return text.replace(any, (typed, name: string) => {
    const whom = mentionMap.get(name);
    return whom ? `<@${whom}>` : typed;
  });
}

/** The text as it stands in the field, and whom its names call. */
export function decodeMentions(text: string, nameOf: (whom: string) => string): { text: string; called: MentionMap } {
  const called = new Map<string, string>();
  const shown = text.replace(MENTION, (_, whom: string) => {
    called.set(nameOf(whom), whom);
    return `@${nameOf(whom)}`;
  });
  return { text: shown, called };
}

const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
