import { describe, expect, it } from '@jest/globals';
import { decisionMessageKey } from './decision-message-key.js';

describe('[B183] the message key of a decision', () => {
  it('differs between users and content', () => {
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
        decisionMessageKey('remove', 'prompt', undefined),
      ],
    ]).toEqual(['restoreUser', 'warnUser', 'restore', 'banPermanently', 'ban', 'mutePermanently', 'removePrompt']);
  });
});
