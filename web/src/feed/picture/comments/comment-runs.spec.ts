import { describe, expect, it } from '@jest/globals';
import {
  all,
  answered,
  begun,
  continued,
  counted,
  find,
  hasMore,
  heard,
  repliesOf,
  type Said,
  type SaidPage,
} from './comment-runs.js';

const one = (id: string, more: Partial<Said> = {}): Said => ({
  ...{ id, parentId: null, clientId: id, author: { id: 'a', name: 'Ann' }, text: id, mentions: [] },
  ...{ at: 0, reactions: [], replyCount: 0, ...more },
});
const reply = (id: string, parentId: string) => one(id, { parentId });
const page = (comments: Said[], nextCursor: string | null, replies: Said[] = []): SaidPage => ({
  ...{ comments, replies, mine: {}, nextCursor },
});
const ids = (list: readonly Said[]) => list.map(({ id }) => id).join('');

describe('[W31] what is said about a picture, page by page and live', () => {
  it('stands once and in order; what is said meanwhile waits behind what is not fetched', () => {
    let talk = heard(begun(page([one('a'), one('b')], 'next')), one('e'));
    expect([ids(talk.top.head), ids(talk.top.tail), hasMore(talk.top, 5)]).toEqual(['ab', 'e', true]);
    talk = continued(talk, page([one('c'), one('d'), one('e')], null));
    expect([ids(talk.top.head), talk.top.tail, hasMore(talk.top, 5)]).toEqual(['abcde', [], false]);
    talk = heard(heard(talk, one('f')), one('f', { text: 'otherwise' }));
    expect([ids(all(talk.top)), find(talk, 'f')?.text]).toEqual(['abcdef', 'otherwise']);
  });

  it('has the first replies beneath each, the others when they are asked for', () => {
    let talk = begun(page([one('a', { replyCount: 4 }), one('b')], null, [reply('1', 'a'), reply('2', 'a')]));
    expect(hasMore(repliesOf(talk, 'a'), 4)).toBe(true);
    talk = heard(heard(talk, one('a', { replyCount: 5 })), reply('5', 'a'));
    expect(ids(repliesOf(talk, 'a').tail)).toBe('5');
    talk = answered(
      talk,
      'a',
      page(
        ['1', '2', '3', '4', '5'].map((id) => reply(id, 'a')),
        null,
      ),
    );
    expect([ids(all(repliesOf(talk, 'a'))), hasMore(repliesOf(talk, 'a'), 9)]).toEqual(['12345', false]);
    talk = heard(talk, reply('x', 'b'));
    expect([ids(repliesOf(talk, 'b').head), hasMore(repliesOf(talk, 'b'), 1)]).toEqual(['x', false]);
  });

  it('what is removed is gone, unless something stands beneath it', () => {
    const removed = { by: { id: 'a', name: 'Ann' }, at: 1 };
    let talk = begun(page([one('a', { replyCount: 1 }), one('b')], null, [reply('1', 'a')]));
    talk = heard(heard(talk, one('b', { removed })), one('a', { removed, replyCount: 1 }));
    expect([ids(all(talk.top)), find(talk, 'a')?.removed]).toEqual(['a', removed]);
    talk = heard(heard(talk, { ...reply('1', 'a'), removed }), one('a', { removed }));
    expect([ids(all(talk.top)), ids(all(repliesOf(talk, 'a')))]).toEqual(['', '']);
    expect(ids(all(heard(talk, one('never seen', { removed })).top))).toBe('');
  });

  it('counts emoji wherever the comment stands', () => {
    const talk = begun(page([one('a', { replyCount: 1 })], null, [reply('1', 'a')]));
    const reactions = [{ emoji: '🔥', count: 2 }];
    expect(find(counted(talk, '1', reactions), '1')?.reactions).toEqual(reactions);
    expect(find(counted(talk, '1', reactions), 'a')?.reactions).toEqual([]);
  });
});
