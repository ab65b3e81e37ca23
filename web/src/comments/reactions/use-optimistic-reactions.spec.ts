import { describe, expect, it } from '@jest/globals';
import { reactionCount, myReactions, withRequested, type ReactionState } from './use-optimistic-reactions.js';

const counts = { reactions: [{ emoji: '❤️', count: 4 }], comments: 0, views: 0 };
const reactionState: ReactionState = { told: ['❤️'], wanted: new Map() };

describe('[W25] what I give to a picture', () => {
  it('shows before the server has said it, and counts once', () => {
    const wished = withRequested({ told: [], wanted: new Map() }, '❤️', true);
    expect([myReactions(wished), reactionCount(wished, counts, '❤️')]).toEqual([['❤️'], 5]);
    const told: ReactionState = { told: ['❤️'], wanted: wished.wanted };
    expect([
      myReactions(told),
      reactionCount(told, { ...counts, reactions: [{ emoji: '❤️', count: 5 }] }, '❤️'),
    ]).toEqual([['❤️'], 5]);
  });

  it('is as it was once a wish is given up', () => {
    const wished = withRequested(reactionState, '❤️', false);
    expect([myReactions(wished), reactionCount(wished, counts, '❤️')]).toEqual([[], 3]);
    const givenUp = withRequested(wished, '❤️', null);
    expect([myReactions(givenUp), reactionCount(givenUp, counts, '❤️')]).toEqual([['❤️'], 4]);
  });

  it('never counts below nothing', () => {
    expect(reactionCount(withRequested(reactionState, '🔥', false), counts, '🔥')).toBe(0);
    expect(reactionCount(withRequested(reactionState, '🔥', true), counts, '🔥')).toBe(1);
  });
});
