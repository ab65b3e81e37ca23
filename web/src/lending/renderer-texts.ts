import type { LendingRules, LentRendererView, QuietHours } from '@visionary/contract';
import { deviceText } from '../shared/devices.js';
import { formatBytes, formatDuration, formatRelative, t } from '../shared/i18n/index.js';

export type ShownState = 'pending' | 'banned' | 'draining' | 'finishing' | 'quiet' | LentRendererView['activity'];

/** What matters most of a renderer's state: what an admin decided, then what its program does, and why it does nothing. */
export function shownState({ state, isDraining, isQuiet, activity }: LentRendererView): ShownState {
  if (state !== 'accepted') return state;
  if (isDraining) return activity === 'rendering' ? 'finishing' : 'draining';
  return isQuiet && activity === 'idle' ? 'quiet' : activity;
}

/** "Rendering with Anime 2.0". @param isMine whether the reader owns the renderer */
export function stateText(renderer: LentRendererView, isMine = true): string {
  const { model } = renderer;
  const state = shownState(renderer);
  if (state === 'paused' && isMine) return t('lending.states.pausedByYou');
  return state === 'rendering' && model !== undefined
    ? t('lending.renderingWith', { model })
    : t(`lending.states.${state}`);
}

const BYTES_PER_MIB = 1024 ** 2;

function audienceText({ audience, roomIds }: LendingRules, isMine: boolean): string {
  if (audience === 'owner' && !isMine) return t('lending.for.itsOwner');
  return audience === 'rooms'
    ? t('lending.for.rooms', { count: roomIds.length }, roomIds.length)
    : t(`lending.for.${audience}`);
}

/** With the time zone, unless it is the reader's. */
function quietText({ from, to, timeZone }: QuietHours): string {
  const isHere = timeZone === new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return t(isHere ? 'lending.quiet' : 'lending.quietIn', { from, to, zone: timeZone });
}

/** "For everyone • all models • quiet from 22:00 to 07:00". @param isMine whether the reader owns the renderer */
export function rulesText(rules: LendingRules, isMine = true): string {
  const { models, memoryMiB, quietHours } = rules;
  return [
    audienceText(rules, isMine),
    models === null ? t('lending.models.all') : t('lending.models.chosen', { count: models.length }, models.length),
    ...(memoryMiB === null ? [] : [t('lending.memory', { size: formatBytes(memoryMiB * BYTES_PER_MIB) })]),
    ...(quietHours === null ? [] : [quietText(quietHours)]),
  ].join(' • ');
}

/** "NVIDIA RTX 4070, CUDA, 12 GB • Last connected 2 h ago • 12 takes in 3 min". */
export function activityText(renderer: LentRendererView, now: number): string {
  const { state, device, activity, lastSeenAt, takes, renderMs } = renderer;
  const seen =
    lastSeenAt === undefined ? t('lending.never') : t('lending.lastSeen', { ago: formatRelative(lastSeenAt, now) });
  return [
    // The state of one that waits to be accepted doesn't tell.
    state === 'pending' && activity !== 'offline' ? t('lending.connected') : '',
    device ? deviceText(device) : '',
    ...(activity === 'offline' ? [seen] : []),
    ...(lastSeenAt === undefined
      ? []
      : [t('lending.takes', { count: takes, time: formatDuration(renderMs, true) }, takes)]),
  ]
    .filter((part) => part !== '')
    .join(' • ');
}
