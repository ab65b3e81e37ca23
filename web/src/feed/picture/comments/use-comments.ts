import type { EmojiCount } from '@visionary/contract';
import { computed, watch } from 'vue';
import { tellOfStars } from '../../../safety/checks/stars-told.js';
import { useSession } from '../../../shared/session/index.js';
import { useSocket } from '../../../shared/socket/index.js';
import { makeReactions } from '../../reactions.js';
import { counted, find, heard, type Said, type SaidPage } from './comment-runs.js';
import { makeSaying, type WordsToSay } from './saying.js';
import { makeTalkPages, type PageQuery, reachIn } from './talk-pages.js';

/** Where comments on one thing come from, and where they are said. */
export interface CommentSource {
  page(query: PageQuery): Promise<SaidPage>;
  say(words: WordsToSay): Promise<Said>;
  edit(commentId: string, text: string): Promise<Said>;
  remove(commentId: string): Promise<void>;
  /** @returns what was given to it now */
  react(commentId: string, emoji: string, on: boolean): Promise<readonly EmojiCount[]>;
  /** Hears of what others say about this thing, and of emoji they give to it. */
  listen(hear: (comment: Said) => void, count: (commentId: string, reactions: readonly EmojiCount[]) => void): void;
  /** The path of the page that shows one of them. */
  placeOf(commentId: string): string;
}

/** What is said about one thing, while its page is open: page by page, and live. */
export function useComments(source: CommentSource) {
  const socket = useSocket();
  const session = useSession();
  const reactions = makeReactions(async (commentId, emoji, on, told) => {
    count(commentId, await source.react(commentId, emoji, on));
    const others = told.filter((one) => one !== emoji);
    return on ? [...others, emoji] : others;
  });
  const pages = makeTalkPages(source.page, { mine: reactions.told });
  const { talk } = pages;
  const { arrived, ...saying } = makeSaying(say, hear);

  function hear(comment: Said): void {
    if (talk.value) talk.value = heard(talk.value, comment);
    arrived(comment.clientId);
  }
  function count(commentId: string, given: readonly EmojiCount[]): void {
    if (talk.value) talk.value = counted(talk.value, commentId, given);
  }
  async function say(words: WordsToSay): Promise<Said> {
    const said = await source.say(words);
    tellOfStars(words.text, said.text ?? '');
    return said;
  }
  async function edit(commentId: string, text: string): Promise<void> {
    const said = await source.edit(commentId, text);
    tellOfStars(text, said.text ?? '');
    hear(said);
  }
  async function remove(commentId: string): Promise<void> {
    await source.remove(commentId);
    const known = talk.value && find(talk.value, commentId);
    // Where others stand beneath it, what is left of it comes as news.
    if (known && known.replyCount <= 0) hear({ ...known, removed: { by: known.author, at: Date.now() } });
  }

  source.listen(hear, count);
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void pages.load();
  });
  void pages.load();

  return {
    ...{ ...pages, ...saying, edit, remove, react: reactions.react, placeOf: source.placeOf },
    reach: (commentId: string) => reachIn(pages, commentId),
    known: computed(() => talk.value !== null),
    mineOf: (id: string): readonly string[] => reactions.mineOf(id),
    countOf: ({ id, reactions: given }: Said, emoji: string): number =>
      reactions.countOf(id, { reactions: given }, emoji),
  };
}
export type Comments = ReturnType<typeof useComments>;
