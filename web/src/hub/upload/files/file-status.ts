import { formatBytes, formatDuration, t } from '../../../shared/i18n/index.js';
import type { FileRowModel } from './file-rows.js';

export const percentSent = ({ sentBytes, bytes }: FileRowModel): number =>
  bytes === 0 ? 100 : Math.floor((sentBytes / bytes) * 100);
const MINUTES_FROM_S = 90;

/** "77 / 120 MB": the unit is shown once if both are the same. */
function shareText({ sentBytes, bytes: totalBytes }: FileRowModel): string {
  const [sent, total] = [formatBytes(sentBytes), formatBytes(totalBytes)];
  const unit = total.slice(total.indexOf(' '));
  return `${sent.endsWith(unit) ? sent.slice(0, -unit.length) : sent} / ${total}`;
}

function timeLeftText(row: FileRowModel): string {
  if (row.perSecond === undefined || row.perSecond <= 0) return '';
  const secondsLeft = (row.bytes - row.sentBytes) / row.perSecond;
  // Long durations are rounded to minutes, because seconds would flicker.
  const ms =
    (secondsLeft >= MINUTES_FROM_S ? Math.ceil(secondsLeft / 60) * 60 : Math.max(1, Math.round(secondsLeft))) * 1000;
  return t('upload.file.left', { time: formatDuration(ms) });
}

function progressText(row: FileRowModel): string {
  const speed = row.perSecond === undefined ? '' : t('upload.file.speed', { bytes: formatBytes(row.perSecond) });
  return [`${percentSent(row)}%`, shareText(row), speed, timeLeftText(row)].filter(Boolean).join(t('upload.comma'));
}

/** The status of a file as text. */
export function fileStatusText(row: FileRowModel): string {
  switch (row.state) {
    case 'sending':
      return progressText(row);
    case 'waiting':
    case 'paused':
    case 'disconnected':
      return [t(`upload.file.${row.state}`), shareText(row)].join(t('upload.comma'));
    case 'partlyUploaded':
      return t('upload.file.partlyUploaded', { share: shareText(row) });
    case 'arrived':
    case 'checking':
      return [t(`upload.file.${row.state}`), formatBytes(row.bytes)].join(t('upload.comma'));
    case 'notNeeded':
      return [t('upload.file.notNeeded'), formatBytes(row.bytes)].join(t('upload.comma'));
    case 'checked':
      return [t(row.isKnown ? 'upload.file.known' : 'upload.file.checked'), formatBytes(row.bytes)].join(
        t('upload.comma'),
      );
    case 'rejected':
      return '';
    default:
      return row.state satisfies never;
  }
}
