import type { QueuePlace } from '@visionary/contract';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFormats, useRefusals } from '../shared/i18n/index.js';
import type { Fetching } from './fetching.js';
import type { Progress } from './running.js';
import { sameAgain, type SameAgain } from './same-again.js';
import { useTakes } from './takes-store.js';
import { stepsMade, type Take } from './takes.js';

export interface TakeWords {
  readonly tone: 'plain' | 'good' | 'bad';
  readonly headline: string;
  readonly aside: string;
}

const plain = (headline: string, aside = ''): TakeWords => ({ tone: 'plain', headline, aside });

/** What is so with a take, in words. */
export function useTakeWords(take: () => Take) {
  const { sayFailure } = useRefusals();
  const takes = useTakes();
  const say = useSentences();
  return computed((): TakeWords => {
    const now = take();
    switch (now.status) {
      case 'queued':
        return say.queued(takes.queue.find(({ takeId }) => takeId === now.id));
      case 'rendering':
        return say.rendering(takes.progress.get(now.id), takes.fetching.get(now.id));
      case 'finished':
        return say.finished(now, sameAgain(now, takes.takes.list));
      case 'failed':
        return { tone: 'bad', headline: sayFailure(now.failure?.code ?? 'RENDER_FAILED'), aside: '' };
      case 'cancelled':
        return say.cancelled(now);
      default:
        return now.status satisfies never;
    }
  });
}

function useSentences() {
  const { t } = useI18n();
  const { bytes, seconds } = useFormats();
  return {
    /** Position 1 is next: one renders before it. */
    queued(place: QueuePlace | undefined): TakeWords {
      const before = place?.position ?? 1;
      const ms = place?.msToStart;
      const aside = ms === undefined ? '' : t('generation.about', { time: seconds.value(ms) });
      return plain(t('generation.place', { count: before }, before > 1 ? 2 : 1), aside);
    },
    rendering(now: Progress | undefined, fetching: Fetching | undefined): TakeWords {
      if (fetching) {
        const far = { done: bytes.value(fetching.bytes), all: bytes.value(fetching.of) };
        return plain(t('generation.fetching'), t('generation.fetched', far));
      }
      if (!now || now.step === 0) return plain(t('generation.starting'));
      const left = t('generation.left', { time: seconds.value(now.msLeft) });
      const which = t('generation.pictureOf', { picture: now.picture + 1, pictures: now.pictures });
      return plain(
        t('generation.step', { step: now.step, steps: now.steps }),
        now.pictures > 1 ? `${which} • ${left}` : left,
      );
    },
    finished(take: Take, again: SameAgain | null): TakeWords {
      const { renderMs, stoppedAt } = take;
      const same = again && t(again.same ? 'generation.sameAs' : 'generation.differsFrom', { number: again.number });
      if (stoppedAt) {
        const { by, step, picture } = stoppedAt;
        const pictures = take.settings.batch;
        const which = pictures > 1 ? t('generation.pictureOf', { picture: picture + 1, pictures }) : null;
        const aside = [which, same].filter((part) => part !== null).join(' • ');
        return plain(t('generation.stoppedBy', { name: by.name, step, steps: stepsMade(take) }), aside);
      }
      const time = renderMs === undefined ? null : seconds.value(renderMs, true);
      return {
        tone: 'good',
        headline: time ? t('generation.done', { time }) : t('generation.doneAt'),
        aside: same ?? '',
      };
    },
    cancelled: ({ cancelled }: Take): TakeWords =>
      plain(
        cancelled
          ? t('generation.cancelledBy', { name: cancelled.by.name, step: cancelled.step })
          : t('generation.cancelled'),
      ),
  };
}
