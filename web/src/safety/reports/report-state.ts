import type { Subject } from '@visionary/contract';
import { shallowRef } from 'vue';

/** The reported subject and its title. */
export interface ReportTarget {
  readonly subject: Subject;
  readonly about: string;
}

/** The report dialog, on any page. */
export const reporting = shallowRef<ReportTarget | null>(null);

export const openReportDialog = (subject: Subject, about: string): void => void (reporting.value = { subject, about });
