import type { AuditEntry } from '@visionary/contract';
import type { TextGroup } from '../../shared/i18n/index.js';

/** Translations that audit entries need. */
export interface AuditTexts {
  readonly textIn: (group: TextGroup, word: string, otherwise: string) => string;
  readonly until: (time: number) => string;
  readonly removedToo: string;
  readonly labelled: (name: string, value: string) => string;
  /** The name of a user that the detail names by id; null for others. */
  readonly userName: (id: string) => string | null;
}

/** The translation group of a value by its name. */
const GROUPS: Readonly<Record<string, TextGroup>> = {
  ...{ decision: 'moderation.decisions', kind: 'reports.kinds', contentRating: 'reports.contentRatings' },
  ...{ reason: 'reports.reasons', rule: 'reports.reasons', role: 'moderation.users.roles', topic: 'rules' },
  ...{ previousRole: 'moderation.users.roles', outcome: 'moderation.log.outcomes' },
};
/** Values that read as something else without their name. */
const isLabelled = (name: string, detail: AuditEntry['detail']): boolean =>
  name === 'previousRole' || (name === 'decision' && 'outcome' in detail);
const USERS = ['author', 'authors'];
const SHORT_ID_LENGTH = 8;

/** The details of an entry as text. Values without a translation stay as they are. */
export const auditDetail = (detail: AuditEntry['detail'], texts: AuditTexts): string =>
  Object.entries(detail)
    .map(([name, value]) => {
      if (value === '') return '';
      if (name === 'until' && typeof value === 'number') return texts.until(value).trim();
      if (name === 'removed') return value === true && detail['decision'] !== 'remove' ? texts.removedToo.trim() : '';
      if (name === 'subject') return String(value).slice(0, SHORT_ID_LENGTH);
      const group = GROUPS[name];
      const shown = USERS.includes(name) ? usersText(String(value), texts) : String(value);
      const untranslated = texts.labelled(texts.textIn('moderation.log.details', name, name), shown);
      if (group === undefined) return untranslated;
      const translated = texts.textIn(group, shown, untranslated);
      const hasLabel = isLabelled(name, detail) && translated !== untranslated;
      return hasLabel ? texts.labelled(texts.textIn('moderation.log.details', name, name), translated) : translated;
    })
    .filter((part) => part !== '')
    .join(' • ');

const usersText = (ids: string, { userName }: AuditTexts): string =>
  ids
    .split(', ')
    .map((id) => userName(id) ?? id.slice(0, SHORT_ID_LENGTH))
    .join(', ');
