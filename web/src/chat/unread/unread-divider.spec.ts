import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import { UnreadDivider } from './unread-divider.js';

const from = (author: string, seq: number) => ({ seq, author: { id: author, name: author } }) as MessageView;

const byOthers = ({ author }: MessageView) => author.id !== 'ana';

describe('what is new to the reader', () => {
  it('is nothing of what was there when the room opened, nor of what they watch coming', () => {
    const unreadDivider = new UnreadDivider();
    unreadDivider.messages([from('bo', 1)], false, byOthers);
    unreadDivider.messages([from('bo', 1), from('bo', 2)], true, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count([from('bo', 2)], byOthers)]).toEqual([null, 0]);
  });

  it('begins where they stopped looking, and one’s own words do not count', () => {
    const unreadDivider = new UnreadDivider();
    const list = [from('bo', 1)];
    unreadDivider.messages(list, true, byOthers);
    list.push(from('ana', 2));
    unreadDivider.messages(list, false, byOthers);
    expect(unreadDivider.afterSeq).toBeNull();
    list.push(from('bo', 3), from('bo', 4));
    unreadDivider.messages(list, false, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([2, 2]);
    list.push(from('cy', 5));
    unreadDivider.messages(list, false, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([2, 3]);
  });

  it('is seen once they look; the line stays until something newer comes or they answer', () => {
    const unreadDivider = new UnreadDivider();
    const list = [from('bo', 1)];
    unreadDivider.messages(list, true, byOthers);
    list.push(from('bo', 2));
    unreadDivider.messages(list, false, byOthers);
    unreadDivider.look();
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([1, 0]);
    list.push(from('bo', 3));
    unreadDivider.messages(list, false, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([2, 1]);
    unreadDivider.answered();
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([null, 0]);
  });

  it('is what the person has read on no device, when the room opens', () => {
    const unreadDivider = new UnreadDivider();
    const list = [from('bo', 1), from('bo', 2), from('ana', 3), from('bo', 4)];
    unreadDivider.messages(list, false, byOthers);
    unreadDivider.marked(1, list, false, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([1, 2]);
    unreadDivider.look();
    unreadDivider.marked(4, list, false, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([1, 0]);
    const read = new UnreadDivider();
    read.marked(4, list, false, byOthers);
    expect(read.afterSeq).toBeNull();
  });

  it('is seen when they read it elsewhere, and new again when they mark it unread', () => {
    const unreadDivider = new UnreadDivider();
    const list = [from('bo', 1)];
    unreadDivider.messages(list, false, byOthers);
    unreadDivider.marked(1, list, false, byOthers);
    list.push(from('bo', 2), from('bo', 3));
    unreadDivider.messages(list, false, byOthers);
    expect(unreadDivider.count(list, byOthers)).toBe(2);
    unreadDivider.marked(3, list, false, byOthers);
    expect(unreadDivider.count(list, byOthers)).toBe(0);
    unreadDivider.marked(2, list, false, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([2, 1]);
  });

  it('is nothing while they look, also when the server has yet to hear that they read', () => {
    const unreadDivider = new UnreadDivider();
    const list = [from('bo', 1)];
    unreadDivider.messages(list, true, byOthers);
    unreadDivider.marked(1, list, true, byOthers);
    list.push(from('bo', 2));
    unreadDivider.messages(list, true, byOthers);
    unreadDivider.marked(2, list, true, byOthers);
    unreadDivider.marked(1, list, true, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([null, 0]);
    unreadDivider.marked(2, list, true, byOthers);
    unreadDivider.marked(1, list, false, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, byOthers)]).toEqual([1, 1]);
  });

  it('does not grow by what they watch coming', () => {
    const unreadDivider = new UnreadDivider();
    const list = [from('bo', 1)];
    unreadDivider.messages(list, true, byOthers);
    list.push(from('bo', 2));
    unreadDivider.messages(list, false, byOthers);
    unreadDivider.look();
    list.push(from('bo', 3));
    unreadDivider.messages(list, true, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.upToSeq]).toEqual([1, 2]);
  });

  it('[B44] is nothing of whom they have blocked, nor what was removed', () => {
    const unreadDivider = new UnreadDivider();
    const countsAsUnread = (message: MessageView) =>
      byOthers(message) && message.author.id !== 'eve' && !message.deleted;
    const list = [from('bo', 1)];
    unreadDivider.messages(list, false, countsAsUnread);
    unreadDivider.marked(1, list, false, countsAsUnread);
    list.push(from('eve', 2), { ...from('bo', 3), deleted: { by: { id: 'bo', name: 'bo' }, at: 3 } });
    unreadDivider.messages(list, false, countsAsUnread);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, countsAsUnread)]).toEqual([null, 0]);
    list.push(from('bo', 4));
    unreadDivider.messages(list, false, countsAsUnread);
    expect([unreadDivider.afterSeq, unreadDivider.count(list, countsAsUnread)]).toEqual([3, 1]);
  });

  it('is not touched by older pages', () => {
    const unreadDivider = new UnreadDivider();
    unreadDivider.messages([from('bo', 5)], true, byOthers);
    unreadDivider.messages([from('bo', 1), from('bo', 5)], false, byOthers);
    expect(unreadDivider.afterSeq).toBeNull();
  });
});
