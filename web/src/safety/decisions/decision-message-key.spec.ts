import { describe, expect, it } from '@jest/globals';
import { decisionMessageKey } from './decision-message-key.js';

describe('[B183] what is decided about somebody', () => {
  it('is told as that, and about a thing as that', () => {
    expect([
      ...[
        decisionMessageKey('restore', 'user', undefined),
        decisionMessageKey('warn', 'user', undefined),
        decisionMessageKey('restore', 'post', undefined),
      ],
      ...[
        decisionMessageKey('ban', 'user', undefined),
        decisionMessageKey('ban', 'user', 5),
        decisionMessageKey('mute', 'post', undefined),
      ],
    ]).toEqual(['restoreUser', 'warnUser', 'restore', 'banForGood', 'ban', 'muteForGood']);
  });
});
