import { describe, expect, it } from '@jest/globals';
import en from '../i18n.en.js';
import zh from '../i18n.zh.js';
import { auditDetail } from './audit-detail.js';

const PLAIN = {
  ...{ until: (time: number) => ` until ${time}`, removedToo: ' and removed' },
  labelled: (name: string, value: string) => `${name}: ${value}`,
  userName: (id: string) => (id === 'a-long-id' ? 'Änn' : null),
};

describe('the details of an audit entry', () => {
  it('[B147] translate the decision, its end, and its subject, and leave other values unchanged', () => {
    const textIn = (group: string, word: string, otherwise: string) =>
      word === 'strange' || group === 'moderation.log.details' ? otherwise : `${group}/${word}`;
    const texts = { ...PLAIN, textIn };
    const detail = {
      ...{ decision: 'mute', kind: 'post', subject: '01a224b3-2256-7709-9eed-68aea0fce9ce', removed: true },
      ...{ rule: 'strange', until: 9, added: 3 },
    };
    expect(auditDetail(detail, texts)).toBe(
      'moderation.decisions/mute • reports.kinds/post • a0fce9ce • and removed • rule: strange • until 9 • added: 3',
    );
    expect(auditDetail({ decision: 'remove', removed: true }, texts)).toBe('moderation.decisions/remove');
  });

  it('[B147] have a text in both languages for an ended take, a decided appeal, and a changed role', () => {
    for (const { moderation } of [en, zh]) {
      const textIn = (group: string, word: string, otherwise: string) =>
        group
          .split('.')
          .slice(1)
          .concat(word)
          .reduce<unknown>((texts, key) => (texts as Record<string, unknown> | undefined)?.[key], moderation)
          ?.toString() ?? otherwise;
      const { labelled } = moderation.log;
      const texts = {
        ...{ ...PLAIN, textIn },
        labelled: (name: string, value: string) => labelled.replace('{name}', name).replace('{value}', value),
      };
      const details: readonly Readonly<Record<string, string>>[] = [
        { author: 'a-long-id', model: 'visionary-mini', reason: '' },
        { outcome: 'granted', decision: 'remove' },
        { previousRole: 'member', role: 'admin' },
      ];
      const shown = details.map((detail) => auditDetail(detail, texts));
      expect(shown).toEqual(
        moderation === en.moderation
          ? ['Author: Änn • Model: visionary-mini', 'granted • Decision: removed', 'Member → Admin']
          : ['作者：Änn • 模型：visionary-mini', '申诉成立 • 原处理：移除', '成员 → 管理员'],
      );
    }
  });
});
