import type { DraftForm } from '@visionary/contract';
import { onScopeDispose, shallowRef } from 'vue';
import { toRejection, type Rejection, type RejectionCode } from '../../../shared/api/rejection.js';

/** After the last letter. */
const DEBOUNCE_MS = 800;
const RETRY_MS = 5_000;
/** Trying again changes nothing. */
const PERMANENT_CODES: readonly RejectionCode[] = [
  'HUB_DRAFT_PUBLISHED',
  'HUB_DRAFT_NOT_FOUND',
  'UNAUTHENTICATED',
  'INVALID',
];

/** Keeps a form after every pause in typing, and as the page goes. */
export function useAutosave(form: () => DraftForm, save: (form: DraftForm) => Promise<unknown>) {
  const state = shallowRef<'kept' | 'typing' | 'keeping' | 'failed'>('kept');
  const rejection = shallowRef<Rejection | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void keep().catch(() => undefined), ms);
  }
  /** @throws Rejection */
  async function keep(what: DraftForm = form()): Promise<void> {
    clearTimeout(timer);
    state.value = 'keeping';
    try {
      await save(what);
      rejection.value = null;
      // Somebody typed on while it was on its way: then the clock runs already.
      if (isStill('keeping')) state.value = 'kept';
    } catch (error) {
      rejection.value = toRejection(error);
      state.value = 'failed';
      if (!PERMANENT_CODES.includes(rejection.value.code)) later(RETRY_MS);
      throw rejection.value;
    }
  }
  const isStill = (what: string): boolean => state.value === what;
  function typed(): void {
    state.value = 'typing';
    later(DEBOUNCE_MS);
  }

  const flush = () => {
    if (state.value === 'typing') void keep().catch(() => undefined);
  };
  addEventListener('pagehide', flush);
  onScopeDispose(() => {
    removeEventListener('pagehide', flush);
    flush();
    clearTimeout(timer);
  });
  return { state, rejection, save: keep, typed };
}
