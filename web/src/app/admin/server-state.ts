import type { AdminView } from '@visionary/contract';
import { formatBytes, formatDuration, t } from '../../shared/i18n/index.js';

export type ServerStateKey =
  | 'unwritable'
  | 'noRenderers'
  | 'starting'
  | 'storageLow'
  | 'unavailable'
  | 'quarantined'
  | 'jobsFail'
  | 'running';

/** What an admin should know first. `count`: how many of them. */
export interface ServerState {
  readonly key: ServerStateKey;
  readonly count: number;
}

/** The most serious problem, or that everything is running. A renderer that is paused is no problem. */
export function serverState({ storage, renderers, quarantined, jobs }: AdminView): ServerState {
  const count = (state: string) => renderers.filter((one) => one.state === state && !one.pausedBy).length;
  const own = renderers.filter(({ lender }) => !lender);
  const gone = own.filter((one) => one.state === 'unavailable' && !one.pausedBy).length;
  const ready = count('idle') + count('rendering');
  const failing = jobs.filter(({ failed }) => failed > 0).length;
  if (storage?.isWritable === false) return { key: 'unwritable', count: 1 };
  if (ready === 0) return { key: count('starting') > 0 ? 'starting' : 'noRenderers', count: 1 };
  if (storage?.isLow) return { key: 'storageLow', count: 1 };
  if (gone > 0) return { key: 'unavailable', count: gone };
  if (quarantined.length > 0) return { key: 'quarantined', count: new Set(quarantined.map(({ model }) => model)).size };
  if (failing > 0) return { key: 'jobsFail', count: failing };
  return { key: 'running', count: 1 };
}

/** The figures below it: "2 renderers • 3 takes waiting, the oldest for 6 s • 12 live connections • 66.9 GB free". */
export function serverSummary({ renderers, queue, openTakes, sockets, storage }: AdminView, now: number): string {
  const ready = renderers.filter(({ state }) => state !== 'unavailable').length;
  const waitingSince = (openTakes ?? []).flatMap((take) => (take.status === 'queued' ? take.queuedAt : []));
  const time = formatDuration(Math.max(0, now - Math.min(...waitingSince)));
  const hasTime = queue.waiting > 0 && waitingSince.length > 0;
  return [
    t('admin.summary.renderers', { count: ready }, ready),
    hasTime
      ? t('admin.summary.waitingSince', { count: queue.waiting, time }, queue.waiting)
      : t('admin.summary.waiting', { count: queue.waiting }, queue.waiting),
    t('admin.summary.sockets', { count: sockets }, sockets),
    ...(storage ? [t('admin.free', { bytes: formatBytes(storage.freeBytes) })] : []),
  ].join(' • ');
}
