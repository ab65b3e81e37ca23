import type { DraftForm } from '@visionary/contract';
import { shallowRef, watch } from 'vue';
import { validPart } from '../form/merge-forms.js';

const KEY = 'visionary.add-models.';

/** What is entered for all files, kept in this browser until they are published or discarded. */
export function useSharedForm(userId: () => string | undefined) {
  const form = shallowRef<DraftForm>({});
  const set = (values: DraftForm): void => void (form.value = values);
  watch(userId, (id) => set(id === undefined ? {} : read(id)), { immediate: true });

  function share(values: DraftForm): void {
    set({ ...form.value, ...values });
    write(userId(), form.value);
  }
  /** Keeps the values on this page only. */
  const forget = (): void => write(userId(), {});
  function clear(): void {
    set({});
    forget();
  }
  return { form, share, forget, clear };
}

function read(userId: string): DraftForm {
  try {
    return validPart(JSON.parse(localStorage.getItem(KEY + userId) ?? '{}') as DraftForm);
  } catch {
    return {};
  }
}

/** Without storage, the form lasts as long as the page. */
function write(userId: string | undefined, form: DraftForm): void {
  if (userId === undefined) return;
  try {
    if (Object.keys(form).length === 0) localStorage.removeItem(KEY + userId);
    else localStorage.setItem(KEY + userId, JSON.stringify(form));
  } catch {
    return;
  }
}
