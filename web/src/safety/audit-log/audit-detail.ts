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
  outcome: 'moderation.log.outcomes',
};
/** Values that read as something else without their name. */
const isLabelled = (name: string, detail: AuditEntry['detail']): boolean => name === 'decision' && 'outcome' in detail;
const USERS = ['author', 'authors'];
const SHORT_ID_LENGTH = 8;

/** The end of an id. Ids begin with their time, so those of the same minute begin alike. */
export const shortId = (id: string): string => id.slice(-SHORT_ID_LENGTH);

/** The details of an entry as text. Values without a translation stay as they are. */
export const auditDetail = (detail: AuditEntry['detail'], texts: AuditTexts): string =>
  Object.entries(detail)
    .map(([name, value]) => {
      if (value === '') return '';
      if (name === 'until' && typeof value === 'number') return texts.until(value).trim();
      if (name === 'removed') return value === true && detail['decision'] !== 'remove' ? texts.removedToo.trim() : '';
      // Shown with the new role.
      if (name === 'previousRole') return '';
      if (name === 'subject') return shortId(String(value));
      const group = GROUPS[name];
      const shown = USERS.includes(name) ? usersText(String(value), texts) : String(value);
      const untranslated = texts.labelled(texts.textIn('moderation.log.details', name, name), shown);
      if (group === undefined) return untranslated;
      const translated = texts.textIn(group, shown, untranslated);
      const previous = name === 'role' ? detail['previousRole'] : undefined;
      if (previous !== undefined) return `${texts.textIn(group, String(previous), String(previous))} → ${translated}`;
      const hasLabel = isLabelled(name, detail) && translated !== untranslated;
      return hasLabel ? texts.labelled(texts.textIn('moderation.log.details', name, name), translated) : translated;
    })
    .filter((part) => part !== '')
    .join(' • ');

const usersText = (ids: string, { userName }: AuditTexts): string =>
  ids
    .split(', ')
    .map((id) => userName(id) ?? shortId(id))
    .join(', ');
