import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { toRejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import { useTakesStore } from './takes-store.js';
import type { Take } from './takes.js';
import { t } from '../../shared/i18n/index.js';

/** The number in `?take=7`. */
function useTakeNumber() {
  const route = useRoute();
  return computed(() => {
    const number = Number(route.query['take']);
    return Number.isInteger(number) && number > 0 ? number : null;
  });
}

/** Opens a take in the dialog; null closes it. */
export function useOpenTake() {
  const [route, router] = [useRoute(), useRouter()];
  const takeNumber = useTakeNumber();
  return async (take: Take | null): Promise<void> => {
    const { take: _before, ...rest } = route.query;
    const query = take ? { ...rest, take: String(take.number) } : rest;
    await (takeNumber.value === null ? router.push({ query }) : router.replace({ query }));
  };
}

/** The take open in the dialog, shareable as `?take=7`. */
export function useTakeInUrl() {
  const takes = useTakesStore();
  const list = computed(() => takes.takes.list);
  const takeNumber = useTakeNumber();
  const open = useOpenTake();
  const at = computed(() => list.value.findIndex(({ number }) => number === takeNumber.value));
  const opened = computed(() => list.value[at.value]);

  /** Loads pages until an older take is found. A missing one is reported and closed. */
  watch(
    [takeNumber, list],
    async ([number, known]) => {
      if (number === null || known.length === 0 || opened.value || takes.loadingOlder) return;
      if (takes.takes.more) return void (await takes.loadOlder().catch(toRejection));
      toast({ text: t('generation.missing', { number }), kind: 'bad' });
      await open(null);
    },
    { immediate: true },
  );

  const step = (by: 1 | -1) => void open(list.value[at.value + by] ?? opened.value ?? null);
  return {
    opened,
    close: () => void open(null),
    hasNewer: computed(() => at.value > 0),
    hasOlder: computed(() => at.value >= 0 && at.value < list.value.length - 1),
    newer: () => step(-1),
    older: () => step(1),
  };
}
