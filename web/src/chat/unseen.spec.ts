import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import { Unseen } from './unseen.js';

const from = (author: string, seq: number) => ({ seq, author: { id: author, name: author } }) as MessageView;

describe('what is new to the reader', () => {
  it('is nothing of what was there when the room opened, nor of what they watch coming', () => {
    const unseen = new Unseen();
    unseen.messages([from('bo', 1)], false, 'ana');
    unseen.messages([from('bo', 1), from('bo', 2)], true, 'ana');
    expect([unseen.afterSeq, unseen.count([from('bo', 2)], 'ana')]).toEqual([null, 0]);
  });

  it('begins where they stopped looking, and one’s own words do not count', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, 'ana');
    list.push(from('ana', 2));
    unseen.messages(list, false, 'ana');
    expect(unseen.afterSeq).toBeNull();
    list.push(from('bo', 3), from('bo', 4));
    unseen.messages(list, false, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([2, 2]);
    list.push(from('cy', 5));
    unseen.messages(list, false, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([2, 3]);
  });

  it('is seen once they look; the line stays until something newer comes or they answer', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, 'ana');
    list.push(from('bo', 2));
    unseen.messages(list, false, 'ana');
    unseen.look();
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([1, 0]);
    list.push(from('bo', 3));
    unseen.messages(list, false, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([2, 1]);
    unseen.answered();
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([null, 0]);
  });

  it('is what the person has read on no device, when the room opens', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1), from('bo', 2), from('ana', 3), from('bo', 4)];
    unseen.messages(list, false, 'ana');
    unseen.marked(1, list, false, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([1, 2]);
    unseen.look();
    unseen.marked(4, list, false, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([1, 0]);
    const read = new Unseen();
    read.marked(4, list, false, 'ana');
    expect(read.afterSeq).toBeNull();
  });

  it('is seen when they read it elsewhere, and new again when they mark it unread', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, false, 'ana');
    unseen.marked(1, list, false, 'ana');
    list.push(from('bo', 2), from('bo', 3));
    unseen.messages(list, false, 'ana');
    expect(unseen.count(list, 'ana')).toBe(2);
    unseen.marked(3, list, false, 'ana');
    expect(unseen.count(list, 'ana')).toBe(0);
    unseen.marked(2, list, false, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([2, 1]);
  });

  it('is nothing while they look, also when the server has yet to hear that they read', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, 'ana');
    unseen.marked(1, list, true, 'ana');
    list.push(from('bo', 2));
    unseen.messages(list, true, 'ana');
    unseen.marked(2, list, true, 'ana');
    unseen.marked(1, list, true, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([null, 0]);
    unseen.marked(2, list, true, 'ana');
    unseen.marked(1, list, false, 'ana');
    expect([unseen.afterSeq, unseen.count(list, 'ana')]).toEqual([1, 1]);
  });

  it('does not grow by what they watch coming', () => {
    const unseen = new Unseen();
    const list = [from('bo', 1)];
    unseen.messages(list, true, 'ana');
    list.push(from('bo', 2));
    unseen.messages(list, false, 'ana');
    unseen.look();
    list.push(from('bo', 3));
    unseen.messages(list, true, 'ana');
    expect([unseen.afterSeq, unseen.upToSeq]).toEqual([1, 2]);
  });

  it('is not touched by older pages', () => {
    const unseen = new Unseen();
    unseen.messages([from('bo', 5)], true, 'ana');
    unseen.messages([from('bo', 1), from('bo', 5)], false, 'ana');
    expect(unseen.afterSeq).toBeNull();
  });
});
