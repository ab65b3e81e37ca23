import { describe, expect, it } from '@jest/globals';
import {
  allComments,
  appendReplies,
  firstCommentPage,
  appendCommentPage,
  setReactions,
  findComment,
  hasMoreComments,
  upsertComment,
  repliesOf,
  type CommentItem,
  type CommentItemPage,
} from './comment-tree.js';

const one = (id: string, more: Partial<CommentItem> = {}): CommentItem => ({
  ...{ id, parentId: null, clientId: id, author: { id: 'a', name: 'Ann' }, text: id, mentions: [] },
  ...{ at: 0, reactions: [], replyCount: 0, ...more },
});
const reply = (id: string, parentId: string) => one(id, { parentId });
const page = (comments: CommentItem[], nextCursor: string | null, replies: CommentItem[] = []): CommentItemPage => ({
  ...{ comments, replies, myReactions: {}, nextCursor },
});
const ids = (list: readonly CommentItem[]) => list.map(({ id }) => id).join('');

describe('[W31] what is said about a picture, page by page and live', () => {
  it('stands once and in order; what is said meanwhile waits behind what is not fetched', () => {
    let talk = upsertComment(firstCommentPage(page([one('a'), one('b')], 'next')), one('e'));
    expect([ids(talk.top.head), ids(talk.top.tail), hasMoreComments(talk.top, 5)]).toEqual(['ab', 'e', true]);
    talk = appendCommentPage(talk, page([one('c'), one('d'), one('e')], null));
    expect([ids(talk.top.head), talk.top.tail, hasMoreComments(talk.top, 5)]).toEqual(['abcde', [], false]);
    talk = upsertComment(upsertComment(talk, one('f')), one('f', { text: 'otherwise' }));
    expect([ids(allComments(talk.top)), findComment(talk, 'f')?.text]).toEqual(['abcdef', 'otherwise']);
  });

  it('has the first replies beneath each, the others when they are asked for', () => {
    let talk = firstCommentPage(
      page([one('a', { replyCount: 4 }), one('b')], null, [reply('1', 'a'), reply('2', 'a')]),
    );
    expect(hasMoreComments(repliesOf(talk, 'a'), 4)).toBe(true);
    talk = upsertComment(upsertComment(talk, one('a', { replyCount: 5 })), reply('5', 'a'));
    expect(ids(repliesOf(talk, 'a').tail)).toBe('5');
    talk = appendReplies(
      talk,
      'a',
      page(
        ['1', '2', '3', '4', '5'].map((id) => reply(id, 'a')),
        null,
      ),
    );
    expect([ids(allComments(repliesOf(talk, 'a'))), hasMoreComments(repliesOf(talk, 'a'), 9)]).toEqual([
      '12345',
      false,
    ]);
    talk = upsertComment(talk, reply('x', 'b'));
    expect([ids(repliesOf(talk, 'b').head), hasMoreComments(repliesOf(talk, 'b'), 1)]).toEqual(['x', false]);
  });

  it('what is removed is gone, unless something stands beneath it', () => {
    const deleted = { by: { id: 'a', name: 'Ann' }, at: 1 };
    let talk = firstCommentPage(page([one('a', { replyCount: 1 }), one('b')], null, [reply('1', 'a')]));
    talk = upsertComment(upsertComment(talk, one('b', { deleted })), one('a', { deleted, replyCount: 1 }));
    expect([ids(allComments(talk.top)), findComment(talk, 'a')?.deleted]).toEqual(['a', deleted]);
    talk = upsertComment(upsertComment(talk, { ...reply('1', 'a'), deleted }), one('a', { deleted }));
    expect([ids(allComments(talk.top)), ids(allComments(repliesOf(talk, 'a')))]).toEqual(['', '']);
    expect(ids(allComments(upsertComment(talk, one('never seen', { deleted })).top))).toBe('');
  });

  it('counts emoji wherever the comment stands', () => {
    const talk = firstCommentPage(page([one('a', { replyCount: 1 })], null, [reply('1', 'a')]));
    const reactions = [{ emoji: '🔥', count: 2 }];
    expect(findComment(setReactions(talk, '1', reactions), '1')?.reactions).toEqual(reactions);
    expect(findComment(setReactions(talk, '1', reactions), 'a')?.reactions).toEqual([]);
  });
});
