import type { CommandPayload, Maturity, PostView } from '@visionary/contract';
import { withCalls, withNames, type Called } from '../../chat/composer/mention-text.js';

/** What a person says about a picture, as the dialog holds it. */
export interface Said {
  title: string;
  /** With names for calls. */
  words: string;
  called: Called;
  tags: readonly string[];
  maturity: Maturity;
  commentsOn: boolean;
}

export const NOTHING_SAID: Said = {
  ...{ title: '', words: '', called: new Map(), tags: [] },
  ...{ maturity: 'everybody', commentsOn: true },
};

export function saidOf(post: PostView, nameOf: (personId: string) => string): Said {
  const { text, called } = withNames(post.words, nameOf);
  const { title, tags, maturity, commentsOn } = post;
  return { ...{ title, tags, maturity, commentsOn }, words: text, called };
}

type Sent = Required<Pick<CommandPayload<'feed.publish'>, 'title' | 'words' | 'tags' | 'maturity' | 'commentsOn'>>;
/** As it goes out. */
export const sent = ({ title, words, called, tags, maturity, commentsOn }: Said): Sent => ({
  ...{ title: title.trim(), words: withCalls(words.trim(), called), tags: [...tags], maturity, commentsOn },
});

/** Only what differs from what stands there. */
export function changes(said: Said, { title, words, tags, maturity, commentsOn }: PostView): Partial<Sent> {
  const before: Sent = { title, words, tags, maturity, commentsOn };
  const differs = ([key, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[key as keyof Sent]);
  return Object.fromEntries(Object.entries(sent(said)).filter(differs));
}
