import type { DecisionKind } from './case.js';
import type { ContentRating, SubjectKind } from './subject.js';

/** By this name users's news know what comes from here. */
export const NOTIFICATION_SOURCE = 'safety';

export type CaseNotificationKind = 'report' | 'appeal' | 'decision' | 'appealDecided' | 'reportDecided';

/** What a notice tells, as it was then. */
export interface CaseNotificationData {
  readonly subject: { readonly kind: SubjectKind; readonly title: string; readonly path?: string };
  /** Who reports or appeals. */
  readonly byId?: string;
  readonly reason?: string;
  readonly text: string;
  readonly decision?: DecisionKind;
  readonly rule?: string;
  readonly until?: number;
  readonly contentRating?: ContentRating;
  readonly outcome?: 'granted' | 'denied';
  readonly mayAppeal?: boolean;
}

/** Told to somebody. Times in ms since 1970. */
export interface CaseNotification {
  readonly id: string;
  readonly userId: string;
  readonly kind: CaseNotificationKind;
  readonly caseId: string;
  readonly data: CaseNotificationData;
  readonly at: number;
  readonly readAt: number | null;
}

/** Port: what users are told of cases. */
export abstract class CaseNotifications {
  abstract add(notices: readonly CaseNotification[]): Promise<void>;
  /** Newest first. */
  abstract page(userId: string, after: { at: number; id: string } | null, limit: number): Promise<CaseNotification[]>;
  abstract byIds(ids: readonly string[]): Promise<CaseNotification[]>;
  abstract unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These, or all without ids. @returns whether there were any */
  abstract read(userId: string, ids: readonly string[] | undefined, at: number): Promise<boolean>;
  /** What those who moderate were told of a case is settled. @returns those who had it unread */
  abstract settle(caseId: string, kinds: readonly CaseNotificationKind[], at: number): Promise<string[]>;
  abstract notifiedUsers(userId: string, afterId: string, limit: number): Promise<CaseNotification[]>;
  abstract forgetUser(userId: string): Promise<void>;
}
