import { shallowReadonly, shallowRef } from 'vue';
import { useErrorText } from './i18n/index.js';
import { toast } from './ui/index.js';

/** One thing at a time: what is pressed twice in a moment was meant once. What is refused is said in the corner. */
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
