import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import { Unseen } from './unseen.js';

const from = (author: string, seq: number) => ({ seq, author: { id: author, name: author } }) as MessageView;

const byOthers = ({ author }: MessageView) => author.id !== 'ana';

describe('what is new to the reader', () => {
  it('is nothing of what was there when the room opened, nor of what they watch coming', () => {
    const unseen = new Unseen();
    unseen.messages([from('bo', 1)], false, byOthers);
    unseen.messages([from('bo', 1), from('bo', 2)], true, byOthers);
    expect([unseen.afterSeq, unseen.count([from('bo', 2)], byOthers)]).toEqual([null, 0]);
  });

  it('begins where they stopped looking, and one’s own words do not count', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, byOthers);
    list.push(from('ana', 2));
    unseen.messages(list, false, byOthers);
    expect(unseen.afterSeq).toBeNull();
    list.push(from('bo', 3), from('bo', 4));
    unseen.messages(list, false, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([2, 2]);
    list.push(from('cy', 5));
    unseen.messages(list, false, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([2, 3]);
  });

  it('is seen once they look; the line stays until something newer comes or they answer', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, byOthers);
    list.push(from('bo', 2));
    unseen.messages(list, false, byOthers);
    unseen.look();
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([1, 0]);
    list.push(from('bo', 3));
    unseen.messages(list, false, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([2, 1]);
    unseen.answered();
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([null, 0]);
  });

  it('is what the person has read on no device, when the room opens', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1), from('bo', 2), from('ana', 3), from('bo', 4)];
    unseen.messages(list, false, byOthers);
    unseen.marked(1, list, false, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([1, 2]);
    unseen.look();
    unseen.marked(4, list, false, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([1, 0]);
    const read = new Unseen();
    read.marked(4, list, false, byOthers);
    expect(read.afterSeq).toBeNull();
  });

  it('is seen when they read it elsewhere, and new again when they mark it unread', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, false, byOthers);
    unseen.marked(1, list, false, byOthers);
    list.push(from('bo', 2), from('bo', 3));
    unseen.messages(list, false, byOthers);
    expect(unseen.count(list, byOthers)).toBe(2);
    unseen.marked(3, list, false, byOthers);
    expect(unseen.count(list, byOthers)).toBe(0);
    unseen.marked(2, list, false, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([2, 1]);
  });

  it('is nothing while they look, also when the server has yet to hear that they read', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, byOthers);
    unseen.marked(1, list, true, byOthers);
    list.push(from('bo', 2));
    unseen.messages(list, true, byOthers);
    unseen.marked(2, list, true, byOthers);
    unseen.marked(1, list, true, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([null, 0]);
    unseen.marked(2, list, true, byOthers);
    unseen.marked(1, list, false, byOthers);
    expect([unseen.afterSeq, unseen.count(list, byOthers)]).toEqual([1, 1]);
  });

  it('does not grow by what they watch coming', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, byOthers);
    list.push(from('bo', 2));
    unseen.messages(list, false, byOthers);
    unseen.look();
    list.push(from('bo', 3));
    unseen.messages(list, true, byOthers);
    expect([unseen.afterSeq, unseen.upToSeq]).toEqual([1, 2]);
  });

  it('[B44] is nothing of whom they have blocked, nor what was removed', () => {
    const unseen = new Unseen();
    const isNews = (message: MessageView) => byOthers(message) && message.author.id !== 'eve' && !message.deleted;
    const list = [from('bo', 1)];
    unseen.messages(list, false, isNews);
    unseen.marked(1, list, false, isNews);
    list.push(from('eve', 2), { ...from('bo', 3), deleted: { by: { id: 'bo', name: 'bo' }, at: 3 } });
    unseen.messages(list, false, isNews);
    expect([unseen.afterSeq, unseen.count(list, isNews)]).toEqual([null, 0]);
    list.push(from('bo', 4));
    unseen.messages(list, false, isNews);
    expect([unseen.afterSeq, unseen.count(list, isNews)]).toEqual([3, 1]);
  });

  it('is not touched by older pages', () => {
    const unseen = new Unseen();
    unseen.messages([from('bo', 5)], true, byOthers);
    unseen.messages([from('bo', 1), from('bo', 5)], false, byOthers);
    expect(unseen.afterSeq).toBeNull();
  });
});
