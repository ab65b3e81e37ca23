import { describe, expect, it } from '@jest/globals';
import { toldAs } from './told-as.js';

describe('[B183] what is decided about somebody', () => {
  it('is told as that, and about a thing as that', () => {
    expect([
      ...[
        toldAs('restore', 'person', undefined),
        toldAs('warn', 'person', undefined),
        toldAs('restore', 'post', undefined),
      ],
      ...[toldAs('ban', 'person', undefined), toldAs('ban', 'person', 5), toldAs('mute', 'post', undefined)],
    ]).toEqual(['restorePerson', 'warnPerson', 'restore', 'banForGood', 'ban', 'muteForGood']);
  });
});
