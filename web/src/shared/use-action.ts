import { shallowReadonly, shallowRef } from 'vue';
import { useErrorText } from './i18n/index.js';
import { toast } from './ui/toasts.js';

const toToast = (text: string): void => toast({ text, kind: 'bad' });

/** Runs one action at a time and ignores repeated presses. Rejections become toasts, unless they are shown elsewhere. */
export function useAction(showRejection = toToast) {
  const { errorText } = useErrorText();
  const busy = shallowRef(false);
  async function attempt(what: () => Promise<unknown>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      await what();
    } catch (error) {
      showRejection(errorText(error));
    } finally {
      busy.value = false;
    }
  }
  return { busy: shallowReadonly(busy), attempt };
}

/** The same in a form, which shows the text of the last rejection. */
export function useFormAction() {
  const error = shallowRef('');
  const { busy, attempt } = useAction((text) => (error.value = text));
  function attemptAgain(what: () => Promise<unknown>): Promise<void> {
    error.value = '';
    return attempt(what);
  }
  return { busy, error, attempt: attemptAgain };
}
