import { t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/toasts.js';

const starsIn = (text: string): number => text.split('*').length - 1;

/** Whether terms are masked with asterisks. */
const wereStarred = (typed: string, stored: string): boolean => starsIn(stored) > starsIn(typed);

/** Notifies the author that the stored text differs from theirs. */
export function notifyMasked(typed: string, stored: string): void {
  if (wereStarred(typed, stored)) toast({ text: t('termCheck.starsPutIn') });
}
