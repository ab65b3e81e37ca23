import { shallowReadonly, shallowRef } from 'vue';
import { errorText } from './i18n/index.js';
import { toast } from './ui/toasts.js';

/** Runs one action at a time and ignores repeated presses. @returns whether it succeeded */
function useExclusiveAction(onError: (text: string) => void) {
  const busy = shallowRef(false);
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      await action();
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
export const useAction = () => useExclusiveAction((text) => toast({ text, kind: 'bad' }));

/** One action at a time. The reason of a rejection is shown in place until the next attempt. */
export function useSubmit() {
  const errorMessage = shallowRef('');
  const { busy, attempt } = useExclusiveAction((text) => (errorMessage.value = text));
  const submit = (action: () => Promise<unknown>): Promise<boolean> => {
    if (!busy.value) errorMessage.value = '';
    return attempt(action);
  };
  return { busy, errorMessage, submit };
}

/** Runs an action, also beside others. A rejection becomes a toast. */
export async function orToast(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    toast({ text: errorText(error), kind: 'bad' });
  }
}
