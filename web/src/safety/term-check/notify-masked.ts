import { i18n } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/toasts.js';

const starsIn = (text: string): number => text.split('*').length - 1;

/** Whether words have stars in their place now. */
const wereStarred = (typed: string, stored: string): boolean => starsIn(stored) > starsIn(typed);

/** Tells whoever wrote something that it does not stand there as they wrote it. */
export function notifyMasked(typed: string, stored: string): void {
  if (wereStarred(typed, stored)) toast({ text: i18n.global.t('termCheck.starsPutIn') });
}
