/** As the contract has it: `<@ID>` calls a user, `<@room>` everybody. One pass, whatever the text. */
export const MENTION = /<@(room|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/g;

export interface Mentions {
  /** Different users, in the order of the text, at most as many as were asked for. */
  readonly users: readonly string[];
  readonly mentionsRoom: boolean;
}

/** Whom a text calls. @param atMost different users; those after them are text */
export const mentionsIn = (text: string, atMost: number): Mentions => {
  const called = new Set<string>();
  for (const [, who] of text.matchAll(MENTION)) if (who) called.add(who);
  const mentionsRoom = called.delete('room');
  return { users: [...called].slice(0, atMost), mentionsRoom };
};

/** The beginning of a text, as the contract quotes it: no character is cut in half. @param atMost UTF-16 units */
export const truncate = (text: string, atMost: number): string => text.slice(0, atMost).replace(/[\ud800-\udbff]$/, '');

/** A text with names in the place of mentions. @param nameOf '' for whoever is gone */
export const renderMentions = (text: string, nameOf: (id: string) => string): string =>
  text.replace(MENTION, (_, who: string) => `@${who === 'room' ? who : nameOf(who) || '?'}`);
