import type { TrustableKind, TrustedModelView } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { useIsModerator } from '../../safety/index.js';

/** Shared by all rows of a page; null until loaded. */
const list = shallowRef<readonly TrustedModelView[] | null>(null);
let loading: Promise<void> | undefined;

const load = (): Promise<void> =>
  (loading ??= call('trustedModels')
    .then(({ trusted }) => void (list.value = trusted))
    .finally(() => (loading = undefined)));

/** For moderators: whether a model or an addition to it is trusted, and what changes that. */
export function useTrustedModel(of: () => { readonly kind: TrustableKind; readonly id: string }) {
  const isModerator = useIsModerator();
  // Without the list there is nothing to press. The next page tries again.
  watch(isModerator, (may) => may && void load().catch(() => undefined), { immediate: true });
  const params = () => ({ kind: of().kind, model: of().id });
  const change = async (route: 'trustModel' | 'untrustModel') => {
    await call(route, { params: params() });
    await load();
  };
  return {
    isKnown: computed(() => isModerator.value && list.value !== null),
    trust: computed(() => list.value?.find(({ kind, id }) => kind === of().kind && id === of().id)),
    vouch: () => change('trustModel'),
    withdraw: () => change('untrustModel'),
  };
}
