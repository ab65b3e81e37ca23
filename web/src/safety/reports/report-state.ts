import type { Subject } from '@visionary/contract';
import { shallowRef } from 'vue';

/** What somebody wants to report, and in words what it is. */
export interface ReportTarget {
  readonly subject: Subject;
  readonly about: string;
}

/** Open over whatever page it was asked for from. */
export const reporting = shallowRef<ReportTarget | null>(null);

export const openReportDialog = (subject: Subject, about: string): void => void (reporting.value = { subject, about });
