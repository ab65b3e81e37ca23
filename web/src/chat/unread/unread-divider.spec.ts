import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import { UnreadDivider } from './unread-divider.js';

const from = (author: string, seq: number) => ({ seq, author: { id: author, name: author } }) as MessageView;

const byOthers = ({ author }: MessageView) => author.id !== 'ana';

describe('the unread divider', () => {
  it('ignores messages present when the room opened, and those seen as they arrive', () => {
    const unreadDivider = new UnreadDivider();
    unreadDivider.messages([from('bo', 1)], false, byOthers);
    unreadDivider.messages([from('bo', 1), from('bo', 2)], true, byOthers);
    expect([unreadDivider.afterSeq, unreadDivider.count([from('bo', 2)], byOthers)]).toEqual([null, 0]);
  });

  it('starts where the user stopped looking, and ignores their own messages', () => {
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

  it('counts as seen once they look, and stays until a newer message arrives or they reply', () => {
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

  it('starts after the read state when the room opens', () => {
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

  it('is cleared by reading on another device, and returns when marked as unread', () => {
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

  it('is absent while they look, even if the server does not know the read state yet', () => {
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

  it('does not count messages seen as they arrive', () => {
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

  it('[B44] ignores blocked users and removed messages', () => {
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

  it('is not affected by older pages', () => {
    const unreadDivider = new UnreadDivider();
    unreadDivider.messages([from('bo', 5)], true, byOthers);
    unreadDivider.messages([from('bo', 1), from('bo', 5)], false, byOthers);
    expect(unreadDivider.afterSeq).toBeNull();
  });
});
