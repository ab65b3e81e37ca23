import type { CaseReason, ContentRating, DecisionKind, SubjectKind } from '@visionary/contract';

export const NOTIFICATION_SOURCE = 'safety';

export type CaseNotificationKind = 'report' | 'appeal' | 'decision' | 'appealDecided' | 'reportDecided';

/** A snapshot of the case at the time of the notification. */
export interface CaseNotificationData {
  readonly subject: { readonly kind: SubjectKind; readonly title: string; readonly path?: string };
  /** The user who reported or appealed. */
  readonly byId?: string;
  readonly reason?: CaseReason;
  readonly text: string;
  readonly decision?: DecisionKind;
  readonly rule?: CaseReason;
  readonly until?: number;
  readonly contentRating?: ContentRating;
  readonly outcome?: 'granted' | 'denied';
  readonly mayAppeal?: boolean;
}

/** Times in ms since 1970. */
export interface CaseNotification {
  readonly id: string;
  readonly userId: string;
  readonly kind: CaseNotificationKind;
  readonly caseId: string;
  readonly data: CaseNotificationData;
  readonly at: number;
  readonly readAt: number | null;
}
