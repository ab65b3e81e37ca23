import { finalSize, type QueuePosition, type Settings } from '@visionary/contract';
import { computed } from 'vue';
import { formatBytes, formatDuration, t } from '../../shared/i18n/index.js';
import type { DownloadProgress, Progress } from '../progress/use-render-progress.js';
import { useQueueWait } from '../progress/queue-wait.js';
import { findIdenticalTake, type IdenticalTake } from './identical-take.js';
import { useModelsStore } from '../models/models-store.js';
import { useTakesStore } from './takes-store.js';
import { renderedSteps, type Take } from './takes.js';
import { failedTakeText } from './weights.js';

export interface TakeStatusText {
  readonly tone: 'plain' | 'good' | 'bad';
  readonly headline: string;
  readonly secondaryText: string;
}

const UNKNOWN_FAILURE = { code: 'RENDER_FAILED', detail: '' } as const;

const neutral = (headline: string, secondaryText = ''): TakeStatusText => ({ tone: 'plain', headline, secondaryText });

/** A pace makes a take last far longer than it renders: then the line has the time that people watched. */
function doneText({ renderMs, startedAt, endedAt }: Take): string {
  // An upscaler can be faster than it is worth telling.
  if (renderMs === undefined || renderMs < 100) return t('generation.doneAt');
  const watchedMs = (endedAt ?? 0) - (startedAt ?? endedAt ?? 0);
  return watchedMs > 3 * renderMs && watchedMs - renderMs > 3_000
    ? t('generation.donePaced', { time: formatDuration(watchedMs) })
    : t('generation.done', { time: formatDuration(renderMs, true) });
}

/** The status of a take as text. */
export function useTakeStatus(take: () => Take) {
  const [takes, models] = [useTakesStore(), useModelsStore()];
  const texts = useSentences();
  return computed((): TakeStatusText => {
    const now = take();
    switch (now.status) {
      case 'queued':
        return texts.queued(takes.queue.find(({ takeId }) => takeId === now.id));
      case 'rendering':
        return texts.rendering(now, {
          step: takes.progress.get(now.id),
          position: takes.queue.find(({ takeId }) => takeId === now.id),
          fetching: takes.fetching.get(now.id),
        });
      case 'finished':
        return texts.finished(now, findIdenticalTake(now, takes.takes.list));
      case 'failed':
        return {
          tone: 'bad',
          headline: failedTakeText(now.failure ?? UNKNOWN_FAILURE, now, models.loraTitleOf),
          secondaryText: '',
        };
      case 'cancelled':
        return texts.cancelled(now);
      default:
        return now.status satisfies never;
    }
  });
}

/** What is known of a rendering take. */
interface RenderState {
  readonly step: Progress | undefined;
  readonly position: QueuePosition | undefined;
  readonly fetching: DownloadProgress | undefined;
}

/** The pass of a step, with its size. */
const passText = (settings: Settings, step: number): string => {
  const { width, height, steps } = settings;
  return step > steps ? t('generation.secondPass', finalSize(settings)) : t('generation.firstPass', { width, height });
};

function useSentences() {
  const wait = useQueueWait();
  return {
    /** Position 1 is next: one renders before it. */
    queued(queuePosition: QueuePosition | undefined): TakeStatusText {
      const reason = queuePosition?.waitReason;
      if (reason) return neutral(t('generation.waits'), t(`generation.waitReasons.${reason}`));
      const before = queuePosition?.position ?? 1;
      const ms = queuePosition && wait.of(queuePosition);
      const secondaryText =
        ms === undefined ? t('generation.startUnknown') : t('generation.about', { time: formatDuration(ms) });
      return neutral(t('generation.queuePosition', { count: before }, before > 1 ? 2 : 1), secondaryText);
    },
    rendering({ settings }: Take, { step: now, position, fetching }: RenderState): TakeStatusText {
      if (fetching) {
        const amounts = { done: formatBytes(fetching.bytes), all: formatBytes(fetching.of) };
        return neutral(t('generation.fetching'), t('generation.fetched', amounts));
      }
      const hasStepped = now !== undefined && now.step > 0;
      const remaining = wait.leftText(hasStepped ? now : undefined, position);
      const preparing = position?.isLoading ? 'generation.loadingModel' : 'generation.starting';
      if (!hasStepped) return neutral(t(preparing), remaining);
      if (settings.upscale) return neutral(t('generation.tile', { tile: now.step, tiles: now.steps }), remaining);
      const which = t('generation.imageOf', { image: now.imageIndex + 1, images: now.images });
      const parts = [
        ...(now.images > 1 ? [which] : []),
        ...(settings.hires ? [passText(settings, now.step)] : []),
        remaining,
      ];
      return neutral(t('generation.step', { step: now.step, steps: now.steps }), parts.join(' • '));
    },
    finished(take: Take, identical: IdenticalTake | null): TakeStatusText {
      const { stoppedAt } = take;
      const identicalText =
        identical && t(identical.same ? 'generation.sameAs' : 'generation.differsFrom', { number: identical.number });
      if (stoppedAt) {
        const { by, step, image } = stoppedAt;
        const images = take.settings.batch;
        const which = images > 1 ? t('generation.imageOf', { image: image + 1, images }) : null;
        const secondaryText = [which, identicalText].filter((part) => part !== null).join(' • ');
        return neutral(t('generation.stoppedBy', { name: by.name, step, steps: renderedSteps(take) }), secondaryText);
      }
      return {
        tone: 'good',
        headline: doneText(take),
        secondaryText: identicalText ?? '',
      };
    },
    cancelled({ cancelled, adminReason }: Take): TakeStatusText {
      if (adminReason !== undefined) return neutral(t('generation.endedByAdmin'), adminReason);
      if (!cancelled) return neutral(t('generation.cancelled'));
      return neutral(t('generation.cancelledBy', { name: cancelled.by.name, step: cancelled.step }));
    },
  };
}
