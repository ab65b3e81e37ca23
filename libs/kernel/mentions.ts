/** As in the contract: `<@ID>` mentions a user, `<@room>` the whole room. Matches in linear time. */
export const MENTION = /<@(room|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/g;

export interface Mentions {
  /** Distinct users, in the order of the text. */
  readonly users: readonly string[];
  readonly mentionsRoom: boolean;
}

/** @param maxUsers further users are not mentioned */
export const mentionsIn = (text: string, maxUsers: number): Mentions => {
  const mentioned = new Set<string>();
  for (const [, id] of text.matchAll(MENTION)) if (id) mentioned.add(id);
  const mentionsRoom = mentioned.delete('room');
  return { users: [...mentioned].slice(0, maxUsers), mentionsRoom };
};

/** The beginning of a text, without splitting a surrogate pair. @param maxLength UTF-16 units */
export const truncate = (text: string, maxLength: number): string =>
  text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');

/** Replaces mentions by names. @param nameOf returns '' for a deleted user */
export const renderMentions = (text: string, nameOf: (id: string) => string): string =>
  text.replace(MENTION, (_, id: string) => `@${id === 'room' ? id : nameOf(id) || '?'}`);
