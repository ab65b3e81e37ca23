import { copyText } from './copy-text.js';
import { toast } from './ui/index.js';
import { t } from './i18n/index.js';

/** Copies `text` beside `near`, and shows `done` or the failure as a toast. */
export async function copyWithToast(text: string, done: string, near: Element | null): Promise<void> {
  const isCopied = await copyText(text, near);
  toast(isCopied ? { text: done, kind: 'good' } : { text: t('message.notCopied'), kind: 'bad' });
}
