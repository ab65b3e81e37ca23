import type { DecisionKind } from './case.js';
import type { Maturity, SubjectKind } from './subject.js';

/** By this name people's news know what comes from here. */
export const NEWS_SOURCE = 'safety';

export type CaseNoticeKind = 'report' | 'appeal' | 'decision' | 'appealDecided' | 'reportDecided';

/** What a notice tells, as it was then. */
export interface NoticeData {
  readonly subject: { readonly kind: SubjectKind; readonly title: string; readonly path?: string };
  /** Who reports or appeals. */
  readonly byId?: string;
  readonly reason?: string;
  readonly text: string;
  readonly decision?: DecisionKind;
  readonly rule?: string;
  readonly until?: number;
  readonly maturity?: Maturity;
  readonly outcome?: 'granted' | 'refused';
  readonly mayAppeal?: boolean;
}

/** Told to somebody. Times in ms since 1970. */
export interface CaseNotice {
  readonly id: string;
  readonly personId: string;
  readonly kind: CaseNoticeKind;
  readonly caseId: string;
  readonly data: NoticeData;
  readonly at: number;
  readonly readAt: number | null;
}

/** Port: what people are told of cases. */
export abstract class CaseNotices {
  abstract add(notices: readonly CaseNotice[]): Promise<void>;
  /** Newest first. */
  abstract page(personId: string, after: { at: number; id: string } | null, limit: number): Promise<CaseNotice[]>;
  abstract byIds(ids: readonly string[]): Promise<CaseNotice[]>;
  abstract unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These, or all without ids. @returns whether there were any */
  abstract read(personId: string, ids: readonly string[] | undefined, at: number): Promise<boolean>;
  /** What those who moderate were told of a case is settled. @returns those who had it unread */
  abstract settle(caseId: string, kinds: readonly CaseNoticeKind[], at: number): Promise<string[]>;
  abstract toldTo(personId: string, afterId: string, limit: number): Promise<CaseNotice[]>;
  abstract forgetPerson(personId: string): Promise<void>;
}
