import type { DraftForm } from '@visionary/contract';
import { useEventListener } from '@vueuse/core';
import { onScopeDispose, shallowRef } from 'vue';
import { toRejection, type Rejection, type RejectionCode } from '../../../shared/api/rejection.js';

/** The delay after the last keystroke. */
const DEBOUNCE_MS = 800;
const RETRY_MS = 5_000;
/** A retry does not help with these errors. */
const PERMANENT_CODES: readonly RejectionCode[] = [
  'HUB_DRAFT_PUBLISHED',
  'HUB_DRAFT_NOT_FOUND',
  'UNAUTHENTICATED',
  'INVALID',
];

/** Saves a form after each pause in typing, and when the page is closed. */
export function useAutosave(form: () => DraftForm, save: (form: DraftForm) => Promise<unknown>) {
  const state = shallowRef<'saved' | 'unsaved' | 'saving' | 'failed'>('saved');
  const rejection = shallowRef<Rejection | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function scheduleSave(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void saveNow().catch(() => undefined), ms);
  }
  /** @throws Rejection */
  async function saveNow(formToSave: DraftForm = form()): Promise<void> {
    clearTimeout(timer);
    state.value = 'saving';
    try {
      await save(formToSave);
      rejection.value = null;
      // If the user typed during the request, the timer is already running.
      if (isState('saving')) state.value = 'saved';
    } catch (error) {
      rejection.value = toRejection(error);
      state.value = 'failed';
      if (!PERMANENT_CODES.includes(rejection.value.code)) scheduleSave(RETRY_MS);
      throw rejection.value;
    }
  }
  const isState = (expected: string): boolean => state.value === expected;
  function markUnsaved(): void {
    state.value = 'unsaved';
    scheduleSave(DEBOUNCE_MS);
  }

  const flush = () => {
    if (state.value === 'unsaved') void saveNow().catch(() => undefined);
  };
  useEventListener(window, 'pagehide', flush);
  onScopeDispose(() => {
    flush();
    clearTimeout(timer);
  });
  return { state, rejection, save: saveNow, markUnsaved };
}
