import { describe, expect, it } from '@jest/globals';
import { auditDetail } from './audit-detail.js';

describe('the details of an audit entry', () => {
  it('[B147] translate the decision, its end, and its subject, and leave other values unchanged', () => {
    const textIn = (group: string, word: string, otherwise: string) =>
      word === 'strange' ? otherwise : `${group}/${word}`;
    const texts = { textIn, until: (time: number) => ` until ${time}`, removedToo: ' and removed' };
    const detail = {
      ...{ decision: 'mute', kind: 'post', subject: '01a224b3-2256-7709-9eed-68aea0fce9ce', removed: true },
      ...{ rule: 'strange', until: 9, added: 3 },
    };
    expect(auditDetail(detail, texts)).toBe(
      'moderation.decisions/mute • reports.kinds/post • 01a224b3 • and removed • rule: strange • until 9 • added: 3',
    );
    expect(auditDetail({ decision: 'remove', removed: true }, texts)).toBe('moderation.decisions/remove');
  });
});
