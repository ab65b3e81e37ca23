import { shallowReadonly, shallowRef } from 'vue';
import { useErrorText } from './i18n/index.js';
import { toast } from './ui/index.js';

/** Runs one action at a time and ignores repeated presses. Rejections become toasts. */
export function useAction() {
  const { errorText } = useErrorText();
  const busy = shallowRef(false);
  async function attempt(what: () => Promise<unknown>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      await what();
    } catch (error) {
      toast({ text: errorText(error), kind: 'bad' });
    } finally {
      busy.value = false;
    }
  }
  return { busy: shallowReadonly(busy), attempt };
}
