import type { FileRejection } from '@visionary/contract';
import { formatNumber, errorText, t } from '../../../shared/i18n/index.js';
import { Rejection } from '../../../shared/api/rejection.js';
import { errorDetailText } from './error-detail.js';

/** The error of a file or draft. */
export const fileErrorText = ({ code, detail }: FileRejection): string =>
  code === 'STORAGE_FULL' ? t('upload.file.storageFull') : errorText(new Rejection(code, detail));

/** The detail of the error. Without a translation it is the checker's English text. */
export function fileErrorDetail(rejection: FileRejection): { readonly text: string; readonly lang?: 'en' } | undefined {
  const detail = errorDetailText(rejection);
  if (detail === 'codeText') return undefined;
  if (!detail) return { text: String(rejection.detail?.['reason']), lang: 'en' };
  const values = Object.entries(detail.values).map(([name, value]) => [
    name,
    typeof value === 'number' ? formatNumber(value) : value,
  ]);
  return { text: t(detail.messageKey, Object.fromEntries(values)) };
}
