import { formatBytes, formatDuration, t } from '../../../shared/i18n/index.js';
import type { FileRowModel } from './file-rows.js';

export const percentSent = ({ sent, bytes }: FileRowModel): number =>
  bytes === 0 ? 100 : Math.floor((sent / bytes) * 100);
const MINUTES_FROM_S = 90;

/** "77 / 120 MB": the unit is shown once if both are the same. */
function share({ sent, bytes: all }: FileRowModel): string {
  const [done, total] = [formatBytes(sent), formatBytes(all)];
  const unit = total.slice(total.indexOf(' '));
  return `${done.endsWith(unit) ? done.slice(0, -unit.length) : done} / ${total}`;
}

function timeLeft(row: FileRowModel): string {
  if (row.perSecond === undefined || row.perSecond <= 0) return '';
  const left = (row.bytes - row.sent) / row.perSecond;
  // Long durations are rounded to minutes, because seconds would flicker.
  const ms = (left >= MINUTES_FROM_S ? Math.ceil(left / 60) * 60 : Math.max(1, Math.round(left))) * 1000;
  return t('upload.file.left', { time: formatDuration(ms) });
}

function figures(row: FileRowModel): string {
  const speed = row.perSecond === undefined ? '' : t('upload.file.speed', { bytes: formatBytes(row.perSecond) });
  return [`${percentSent(row)}%`, share(row), speed, timeLeft(row)].filter(Boolean).join(t('upload.comma'));
}

/** The status of a file as text. */
export function fileStatusText(row: FileRowModel): string {
  switch (row.state) {
    case 'sending':
      return figures(row);
    case 'waiting':
    case 'paused':
    case 'disconnected':
      return [t(`upload.file.${row.state}`), share(row)].join(t('upload.comma'));
    case 'partlyUploaded':
      return t('upload.file.partlyUploaded', { share: share(row) });
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
