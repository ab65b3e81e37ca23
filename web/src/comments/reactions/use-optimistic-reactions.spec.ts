import { describe, expect, it } from '@jest/globals';
import { reactionCount, myReactions, withRequested, type ReactionState } from './use-optimistic-reactions.js';

const counts = { reactions: [{ emoji: '❤️', count: 4 }], comments: 0, views: 0 };
const reactionState: ReactionState = { confirmed: ['❤️'], requested: new Map() };

describe('[W25] my reactions to a post', () => {
  it('show before the server confirms them, and count once', () => {
    const requested = withRequested({ confirmed: [], requested: new Map() }, '❤️', true);
    expect([myReactions(requested), reactionCount(requested, counts, '❤️')]).toEqual([['❤️'], 5]);
    const confirmed: ReactionState = { confirmed: ['❤️'], requested: requested.requested };
    expect([
      myReactions(confirmed),
      reactionCount(confirmed, { ...counts, reactions: [{ emoji: '❤️', count: 5 }] }, '❤️'),
    ]).toEqual([['❤️'], 5]);
  });

  it('are restored when a command fails', () => {
    const requested = withRequested(reactionState, '❤️', false);
    expect([myReactions(requested), reactionCount(requested, counts, '❤️')]).toEqual([[], 3]);
    const abandoned = withRequested(requested, '❤️', null);
    expect([myReactions(abandoned), reactionCount(abandoned, counts, '❤️')]).toEqual([['❤️'], 4]);
  });

  it('never count below zero', () => {
    expect(reactionCount(withRequested(reactionState, '🔥', false), counts, '🔥')).toBe(0);
    expect(reactionCount(withRequested(reactionState, '🔥', true), counts, '🔥')).toBe(1);
  });
});
