import type { FileRejection } from '@visionary/contract';
import { useFormat, useErrorText, t } from '../../../shared/i18n/index.js';
import { Rejection } from '../../../shared/api/rejection.js';
import { errorDetailText } from './error-detail.js';

/** Error texts of files and drafts. */
export function useFileErrorText() {
  const { number } = useFormat();
  const { errorText } = useErrorText();

  const reason = ({ code, detail }: FileRejection): string => errorText(new Rejection(code, detail));
  const inFigures = (value: string | number) => (typeof value === 'number' ? number.value(value) : value);
  /** The detail of the error. Without a translation it is the checker's English text. */
  function where(fileRejection: FileRejection): { readonly text: string; readonly lang?: 'en' } | undefined {
    const exactly = errorDetailText(fileRejection);
    if (exactly === 'codeText') return undefined;
    if (!exactly) return { text: String(fileRejection.detail?.['reason']), lang: 'en' };
    const values = Object.entries(exactly.values).map(([name, value]) => [name, inFigures(value)]);
    return { text: t(exactly.messageKey, Object.fromEntries(values)) };
  }
  return { reason, where };
}
