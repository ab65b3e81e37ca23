import { describe, expect, it } from '@jest/globals';
import type { CommentPage, CommentView } from '@visionary/contract';
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
} from './comment-tree.js';

const one = (id: string, more: Partial<CommentView> = {}): CommentView => ({
  ...{ id, subject: { kind: 'post', id: 'p' }, parentId: null, clientId: id, author: { id: 'a', name: 'Ann' }, text: id, mentions: [] },
  ...{ at: 0, reactions: [], replyCount: 0, ...more },
});
const reply = (id: string, parentId: string) => one(id, { parentId });
const page = (comments: CommentView[], nextCursor: string | null, replies: CommentView[] = []): CommentPage => ({
  ...{ comments, replies, myReactions: {}, nextCursor },
});
const ids = (list: readonly CommentView[]) => list.map(({ id }) => id).join('');

describe('[W31] comments on a post, paged and live', () => {
  it('are unique and in order; live ones wait behind pages that are not loaded', () => {
    let tree = upsertComment(firstCommentPage(page([one('a'), one('b')], 'next')), one('e'));
    expect([ids(tree.top.head), ids(tree.top.tail), hasMoreComments(tree.top, 5)]).toEqual(['ab', 'e', true]);
    tree = appendCommentPage(tree, page([one('c'), one('d'), one('e')], null));
    expect([ids(tree.top.head), tree.top.tail, hasMoreComments(tree.top, 5)]).toEqual(['abcde', [], false]);
    tree = upsertComment(upsertComment(tree, one('f')), one('f', { text: 'otherwise' }));
    expect([ids(allComments(tree.top)), findComment(tree, 'f')?.text]).toEqual(['abcdef', 'otherwise']);
  });

  it('have the first replies below each, and further ones on request', () => {
    let tree = firstCommentPage(
      page([one('a', { replyCount: 4 }), one('b')], null, [reply('1', 'a'), reply('2', 'a')]),
    );
    expect(hasMoreComments(repliesOf(tree, 'a'), 4)).toBe(true);
    tree = upsertComment(upsertComment(tree, one('a', { replyCount: 5 })), reply('5', 'a'));
    expect(ids(repliesOf(tree, 'a').tail)).toBe('5');
    tree = appendReplies(
      tree,
      'a',
      page(
        ['1', '2', '3', '4', '5'].map((id) => reply(id, 'a')),
        null,
      ),
    );
    expect([ids(allComments(repliesOf(tree, 'a'))), hasMoreComments(repliesOf(tree, 'a'), 9)]).toEqual([
      '12345',
      false,
    ]);
    tree = upsertComment(tree, reply('x', 'b'));
    expect([ids(repliesOf(tree, 'b').head), hasMoreComments(repliesOf(tree, 'b'), 1)]).toEqual(['x', false]);
  });

  it('disappear when removed, unless they have replies', () => {
    const deleted = { by: { id: 'a', name: 'Ann' }, at: 1 };
    let tree = firstCommentPage(page([one('a', { replyCount: 1 }), one('b')], null, [reply('1', 'a')]));
    tree = upsertComment(upsertComment(tree, one('b', { deleted })), one('a', { deleted, replyCount: 1 }));
    expect([ids(allComments(tree.top)), findComment(tree, 'a')?.deleted]).toEqual(['a', deleted]);
    tree = upsertComment(upsertComment(tree, { ...reply('1', 'a'), deleted }), one('a', { deleted }));
    expect([ids(allComments(tree.top)), ids(allComments(repliesOf(tree, 'a')))]).toEqual(['', '']);
    expect(ids(allComments(upsertComment(tree, one('never seen', { deleted })).top))).toBe('');
  });

  it('count reactions at any depth', () => {
    const tree = firstCommentPage(page([one('a', { replyCount: 1 })], null, [reply('1', 'a')]));
    const reactions = [{ emoji: '🔥', count: 2 }];
    expect(findComment(setReactions(tree, '1', reactions), '1')?.reactions).toEqual(reactions);
    expect(findComment(setReactions(tree, '1', reactions), 'a')?.reactions).toEqual([]);
  });
});
