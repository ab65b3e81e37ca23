import { describe, expect, it } from '@jest/globals';
import { shownCount, shownMine, withWish, type Given } from './reactions.js';

const counts = { reactions: [{ emoji: '❤️', count: 4 }], comments: 0, views: 0 };
const given: Given = { told: ['❤️'], wanted: new Map() };

describe('[W25] what I give to a picture', () => {
  it('shows before the server has said it, and counts once', () => {
    const wished = withWish({ told: [], wanted: new Map() }, '❤️', true);
    expect([shownMine(wished), shownCount(wished, counts, '❤️')]).toEqual([['❤️'], 5]);
    const told: Given = { told: ['❤️'], wanted: wished.wanted };
    expect([shownMine(told), shownCount(told, { ...counts, reactions: [{ emoji: '❤️', count: 5 }] }, '❤️')]).toEqual([
      ['❤️'],
      5,
    ]);
  });

  it('is as it was once a wish is given up', () => {
    const wished = withWish(given, '❤️', false);
    expect([shownMine(wished), shownCount(wished, counts, '❤️')]).toEqual([[], 3]);
    const givenUp = withWish(wished, '❤️', null);
    expect([shownMine(givenUp), shownCount(givenUp, counts, '❤️')]).toEqual([['❤️'], 4]);
  });

  it('never counts below nothing', () => {
    expect(shownCount(withWish(given, '🔥', false), counts, '🔥')).toBe(0);
    expect(shownCount(withWish(given, '🔥', true), counts, '🔥')).toBe(1);
  });
});
