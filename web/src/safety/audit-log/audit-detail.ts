import type { AuditEntry } from '@visionary/contract';
import type { TextGroup } from '../../shared/i18n/index.js';

/** Translations that audit entries need. */
export interface AuditTexts {
  readonly textIn: (group: TextGroup, word: string, otherwise: string) => string;
  readonly until: (time: number) => string;
  readonly removedToo: string;
}

/** The translation group of a value by its name. */
const GROUPS: Readonly<Record<string, TextGroup>> = {
  ...{ decision: 'moderation.decisions', kind: 'reports.kinds', contentRating: 'reports.contentRatings' },
  ...{ reason: 'reports.reasons', rule: 'reports.reasons', role: 'moderation.users.roles', topic: 'rules' },
};
const SHORT_ID_LENGTH = 8;

/** The details of an entry as text. Values without a translation stay as they are. */
export const auditDetail = (detail: AuditEntry['detail'], texts: AuditTexts): string =>
  Object.entries(detail)
    .map(([name, value]) => {
      if (name === 'until' && typeof value === 'number') return texts.until(value).trim();
      if (name === 'removed') return value === true && detail['decision'] !== 'remove' ? texts.removedToo.trim() : '';
      if (name === 'subject') return String(value).slice(0, SHORT_ID_LENGTH);
      const group = GROUPS[name];
      const untranslated = `${name}: ${value}`;
      return group === undefined ? untranslated : texts.textIn(group, String(value), untranslated);
    })
    .filter((part) => part !== '')
    .join(' • ');
