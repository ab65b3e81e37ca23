import { shallowRef } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';

const UPLOAD_ROUTES = ['upload', 'upload-draft'];

/** Asks before a link leaves the upload pages. @param isBusy whether something would be left unfinished */
export function useLeaveQuestion(isBusy: () => boolean) {
  const answerWith = shallowRef<((leaves: boolean) => void) | null>(null);
  onBeforeRouteLeave(({ name }) => {
    if (!isBusy() || UPLOAD_ROUTES.includes(String(name))) return true;
    return new Promise<boolean>((resolve) => (answerWith.value = resolve));
  });
  function answer(leaves: boolean): void {
    answerWith.value?.(leaves);
    answerWith.value = null;
  }
  return { isAsking: () => answerWith.value !== null, answer };
}
