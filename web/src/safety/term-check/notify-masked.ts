import { t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/toasts.js';

const countStars = (text: string): number => text.split('*').length - 1;

/** Whether terms are masked with asterisks. */
const isMasked = (typed: string, stored: string): boolean => countStars(stored) > countStars(typed);

/** Notifies the author that the stored text differs from theirs. */
export function notifyMasked(typed: string, stored: string): void {
  if (isMasked(typed, stored)) toast({ text: t('termCheck.starsPutIn') });
}
