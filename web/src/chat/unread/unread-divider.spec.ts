import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import { UnreadDivider } from './unread-divider.js';

const from = (author: string, seq: number) => ({ seq, author: { id: author, name: author } }) as MessageView;

const byOthers = ({ author }: MessageView) => author.id !== 'ana';

/** A conversation with its divider. `shown` is what the divider follows, and how many messages are new. */
const open = (countsAsUnread = byOthers) => {
  const divider = new UnreadDivider();
  const list: MessageView[] = [];
  return {
    divider,
    arrive: (isLooking: boolean, ...messages: readonly MessageView[]) => {
      list.push(...messages);
      divider.applyMessages(list, isLooking, countsAsUnread);
    },
    mark: (seq: number, isLooking = false) => divider.applyReadState(seq, list, isLooking, countsAsUnread),
    shown: () => [divider.afterSeq, divider.count(list, countsAsUnread)],
  };
};

describe('the unread divider', () => {
  it('ignores messages present when the room opened, and those seen as they arrive', () => {
    const { arrive, shown } = open();
    arrive(false, from('bo', 1));
    arrive(true, from('bo', 2));
    expect(shown()).toEqual([null, 0]);
  });

  it('starts where the user stopped looking, and ignores their own messages', () => {
    const { divider, arrive, shown } = open();
    arrive(true, from('bo', 1));
    arrive(false, from('ana', 2));
    expect(divider.afterSeq).toBeNull();
    arrive(false, from('bo', 3), from('bo', 4));
    expect(shown()).toEqual([2, 2]);
    arrive(false, from('cy', 5));
    expect(shown()).toEqual([2, 3]);
  });

  it('counts as seen once they look, and stays until a newer message arrives or they reply', () => {
    const { divider, arrive, shown } = open();
    arrive(true, from('bo', 1));
    arrive(false, from('bo', 2));
    divider.markSeen();
    expect(shown()).toEqual([1, 0]);
    arrive(false, from('bo', 3));
    expect(shown()).toEqual([2, 1]);
    divider.clear();
    expect(shown()).toEqual([null, 0]);
  });

  it('starts after the read state when the room opens', () => {
    const { divider, arrive, mark, shown } = open();
    const messages = [from('bo', 1), from('bo', 2), from('ana', 3), from('bo', 4)];
    arrive(false, ...messages);
    mark(1);
    expect(shown()).toEqual([1, 2]);
    divider.markSeen();
    mark(4);
    expect(shown()).toEqual([1, 0]);
    const read = new UnreadDivider();
    read.applyReadState(4, messages, false, byOthers);
    expect(read.afterSeq).toBeNull();
  });

  it('is cleared by reading on another device, and returns when marked as unread', () => {
    const { arrive, mark, shown } = open();
    arrive(false, from('bo', 1));
    mark(1);
    arrive(false, from('bo', 2), from('bo', 3));
    expect(shown()[1]).toBe(2);
    mark(3);
    expect(shown()[1]).toBe(0);
    mark(2);
    expect(shown()).toEqual([2, 1]);
  });

  it('is absent while they look, even if the server does not know the read state yet', () => {
    const { arrive, mark, shown } = open();
    arrive(true, from('bo', 1));
    mark(1, true);
    arrive(true, from('bo', 2));
    mark(2, true);
    mark(1, true);
    expect(shown()).toEqual([null, 0]);
    mark(2, true);
    mark(1);
    expect(shown()).toEqual([1, 1]);
  });

  it('does not count messages seen as they arrive', () => {
    const { divider, arrive } = open();
    arrive(true, from('bo', 1));
    arrive(false, from('bo', 2));
    divider.markSeen();
    arrive(true, from('bo', 3));
    expect([divider.afterSeq, divider.upToSeq]).toEqual([1, 2]);
  });

  it('[B44] ignores blocked users and removed messages', () => {
    const { arrive, mark, shown } = open(
      (message) => byOthers(message) && message.author.id !== 'eve' && !message.deleted,
    );
    arrive(false, from('bo', 1));
    mark(1);
    arrive(false, from('eve', 2), { ...from('bo', 3), deleted: { by: { id: 'bo', name: 'bo' }, at: 3 } });
    expect(shown()).toEqual([null, 0]);
    arrive(false, from('bo', 4));
    expect(shown()).toEqual([3, 1]);
  });

  it('is not affected by older pages', () => {
    const divider = new UnreadDivider();
    divider.applyMessages([from('bo', 5)], true, byOthers);
    divider.applyMessages([from('bo', 1), from('bo', 5)], false, byOthers);
    expect(divider.afterSeq).toBeNull();
  });
});
