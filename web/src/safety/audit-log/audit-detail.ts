import type { AuditEntry } from '@visionary/contract';

/** The words that a log's entry is told in. */
export interface AuditTexts {
  /** Of a group of words, where it has this one. */
  readonly known: (group: string, word: string) => string | undefined;
  readonly until: (time: number) => string;
  readonly removedToo: string;
}

/** Where the words of a value stand, by its name. */
const GROUPS: Readonly<Record<string, string>> = {
  ...{ decision: 'moderation.decisions', kind: 'reports.kinds', contentRating: 'reports.contentRatings' },
  ...{ reason: 'reports.reasons', rule: 'reports.reasons', role: 'moderation.users.roles' },
};
const SHORT_ID_LENGTH = 8;

/** What an entry says beside its action, in words; what nobody has words for stands as it was written. */
export const auditDetail = (detail: AuditEntry['detail'], texts: AuditTexts): string =>
  Object.entries(detail)
    .map(([name, value]) => {
      if (name === 'until' && typeof value === 'number') return texts.until(value).trim();
      if (name === 'removed') return value === true && detail['decision'] !== 'remove' ? texts.removedToo.trim() : '';
      if (name === 'subject') return String(value).slice(0, SHORT_ID_LENGTH);
      const group = GROUPS[name];
      return (group && texts.known(group, String(value))) ?? `${name}: ${value}`;
    })
    .filter((part) => part !== '')
    .join(' • ');
