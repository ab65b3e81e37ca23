import { computed, watch } from 'vue';
import { type LocationQuery, useRoute, useRouter } from 'vue-router';
import { toRejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import { useTakesStore } from './takes-store.js';
import { canvasTake, findTakeByNumber, type Take } from './takes.js';
import { t } from '../../shared/i18n/index.js';

/** `?take=7` shows take 7 on the canvas, `&view=full` also in the dialog. */
const FULL = 'full';

function useTakeNumber() {
  const route = useRoute();
  return computed(() => {
    const number = Number(route.query['take']);
    return Number.isInteger(number) && number > 0 ? number : null;
  });
}

/** The take of the URL once it is loaded. */
export function useShownTake() {
  const [takes, number] = [useTakesStore(), useTakeNumber()];
  return computed(() => (number.value === null ? undefined : findTakeByNumber(takes.takes, number.value)));
}

/** Shows a take on the canvas, and opens it in the dialog. */
export function useOpenTake() {
  const [route, router, takes] = [useRoute(), useRouter(), useTakesStore()];
  const isLive = (number: number) => canvasTake(takes.takes.list)?.number === number;

  /** From the live canvas this is a step in the history, so that Back leads to it. */
  async function go(number: number | null, isFull: boolean): Promise<void> {
    const { take: before, view: _view, ...rest } = route.query;
    const query: LocationQuery = {
      ...rest,
      ...(number === null ? {} : { take: String(number) }),
      ...(number !== null && isFull ? { view: FULL } : {}),
    };
    await (before === undefined ? router.push({ query }) : router.replace({ query }));
  }
  /** On the canvas; null, and the take that would be there anyway, lead back to the live one. */
  const show = (take: Pick<Take, 'number'> | null): Promise<void> =>
    go(take && !isLive(take.number) ? take.number : null, false);
  const open = ({ number }: Pick<Take, 'number'>): Promise<void> => go(number, true);
  return { show, open };
}

/** The take of the URL on the canvas and in the dialog, loaded if it is older than the loaded ones. */
export function useTakeInUrl() {
  const [route, takes, number] = [useRoute(), useTakesStore(), useTakeNumber()];
  const { show, open } = useOpenTake();
  const shown = useShownTake();
  const isFull = computed(() => route.query['view'] === FULL);
  const newest = computed(() => takes.takes.list[0]?.number ?? 0);

  /** A take that the room does not have is reported, and the live one stays. */
  watch(
    [number, () => takes.takes.list.length > 0],
    async ([wanted, isLoaded]) => {
      if (wanted === null || !isLoaded || shown.value) return;
      if (takes.takes.more && wanted < newest.value) await takes.loadTake(wanted).catch(toRejection);
      if (shown.value || number.value !== wanted) return;
      toast({ text: t('generation.missing', { number: wanted }), kind: 'bad' });
      await show(null);
    },
    { immediate: true },
  );
  // What a user starts is what they want to see.
  watch(
    () => takes.pendingRenders,
    (now, before) => void (now > before && !isFull.value && number.value !== null && show(null)),
  );

  const step = (by: 1 | -1) => void (number.value !== null && open({ number: number.value + by }));
  return {
    /** The take of the dialog. */
    opened: computed(() => (isFull.value ? shown.value : undefined)),
    close: () => void show(shown.value ?? null),
    hasNewer: computed(() => (number.value ?? newest.value) < newest.value),
    hasOlder: computed(() => (number.value ?? 1) > 1),
    newer: () => step(1),
    older: () => step(-1),
  };
}
