import { shallowReadonly, shallowRef } from 'vue';
import { errorText } from './i18n/index.js';
import { toast } from './ui/toasts.js';

/** Runs one action at a time and ignores repeated presses. @returns whether it succeeded */
function useOneAtATime(onError: (text: string) => void) {
  const busy = shallowRef(false);
  async function attempt(what: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      await what();
      return true;
    } catch (error) {
      onError(errorText(error));
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy: shallowReadonly(busy), attempt };
}

/** One action at a time. Rejections become toasts. */
export const useAction = () => useOneAtATime((text) => toast({ text, kind: 'bad' }));

/** One action at a time. The reason of a rejection is shown in place until the next attempt. */
export function useSubmit() {
  const errorMessage = shallowRef('');
  const { busy, attempt } = useOneAtATime((text) => (errorMessage.value = text));
  const submit = (what: () => Promise<unknown>): Promise<boolean> => {
    if (!busy.value) errorMessage.value = '';
    return attempt(what);
  };
  return { busy, errorMessage, submit };
}

/** Runs an action, also beside others. A rejection becomes a toast. */
export async function orToast(what: () => Promise<unknown>): Promise<void> {
  try {
    await what();
  } catch (error) {
    toast({ text: errorText(error), kind: 'bad' });
  }
}
