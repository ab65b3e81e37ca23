import type { FileRejection } from '@visionary/contract';
import { formatNumber, errorText, t } from '../../../shared/i18n/index.js';
import { Rejection } from '../../../shared/api/rejection.js';
import type { FileRowModel } from './file-rows.js';
import { errorDetailText } from './error-detail.js';

/** The error of a draft, or the reason for which a file was rejected. What is wrong with a path replaces what may be. */
export function fileErrorText(rejection: FileRejection): string {
  const { code, detail } = rejection;
  if (code === 'STORAGE_FULL') return t('upload.file.storageFull');
  const known = isPathReason(rejection) ? detailText(rejection)?.text : undefined;
  return known ?? errorText(new Rejection(code, detail));
}

/** Why a file is not checked. A full disk rejects nothing: the file waits, or its upload never started. */
export function rejectedFileText({ rejection, fileId }: Pick<FileRowModel, 'rejection' | 'fileId'>): string {
  if (!rejection) return '';
  if (rejection.code !== 'STORAGE_FULL') return t('upload.file.rejected', { reason: fileErrorText(rejection) });
  return t(fileId === undefined ? 'upload.file.storageFullAtStart' : 'upload.file.storageFull');
}

/** The detail of the error. Without a translation it is the checker's English text. */
export const fileErrorDetail = (rejection: FileRejection): DetailText | undefined =>
  isPathReason(rejection) ? undefined : detailText(rejection);

interface DetailText {
  readonly text: string;
  readonly lang?: 'en';
}

const isPathReason = (rejection: FileRejection): boolean =>
  rejection.code === 'MODEL_PATH_INVALID' && typeof errorDetailText(rejection) === 'object';

function detailText(rejection: FileRejection): DetailText | undefined {
  const detail = errorDetailText(rejection);
  if (detail === 'codeText') return undefined;
  if (!detail) return { text: String(rejection.detail?.['reason']), lang: 'en' };
  const values = Object.entries(detail.values).map(([name, value]) => [
    name,
    typeof value === 'number' ? formatNumber(value) : value,
  ]);
  return { text: t(detail.messageKey, Object.fromEntries(values)) };
}
