import { useFormat, t } from '../../../shared/i18n/index.js';
import type { FileRowModel } from './file-rows.js';

const percent = ({ sent, bytes }: FileRowModel): number => (bytes === 0 ? 100 : Math.floor((sent / bytes) * 100));
const MINUTES_FROM_S = 90;

/** The status of a file as text. */
export function useFileStatus() {
  const { bytes, seconds } = useFormat();

  /** "77 / 120 MB": the unit is shown once if both are the same. */
  function share({ sent, bytes: all }: FileRowModel): string {
    const [done, total] = [bytes.value(sent), bytes.value(all)];
    const unit = total.slice(total.indexOf(' '));
    return `${done.endsWith(unit) ? done.slice(0, -unit.length) : done} / ${total}`;
  }
  function timeLeft(row: FileRowModel): string {
    if (row.perSecond === undefined || row.perSecond <= 0) return '';
    const left = (row.bytes - row.sent) / row.perSecond;
    // Long durations are rounded to minutes, because seconds would flicker.
    const ms = (left >= MINUTES_FROM_S ? Math.ceil(left / 60) * 60 : Math.max(1, Math.round(left))) * 1000;
    return t('upload.file.left', { time: seconds.value(ms) });
  }
  function figures(row: FileRowModel): string {
    const speed = row.perSecond === undefined ? '' : t('upload.file.speed', { bytes: bytes.value(row.perSecond) });
    return [`${percent(row)}%`, share(row), speed, timeLeft(row)].filter(Boolean).join(t('upload.comma'));
  }
  function state(row: FileRowModel): string {
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
        return [t(`upload.file.${row.state}`), bytes.value(row.bytes)].join(t('upload.comma'));
      case 'notNeeded':
        return [t('upload.file.notNeeded'), bytes.value(row.bytes)].join(t('upload.comma'));
      case 'checked':
        return [t(row.isKnown ? 'upload.file.known' : 'upload.file.checked'), bytes.value(row.bytes)].join(
          t('upload.comma'),
        );
      case 'rejected':
        return '';
      default:
        return row.state satisfies never;
    }
  }
  return { state, percent };
}
