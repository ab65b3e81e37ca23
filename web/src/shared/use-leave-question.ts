import { shallowRef } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';

/** Asks before a link leaves a page. @param isBusy whether something would be lost @param routes that lose nothing */
export function useLeaveQuestion(isBusy: () => boolean, routes: readonly string[] = []) {
  const answerWith = shallowRef<((leaves: boolean) => void) | null>(null);
  onBeforeRouteLeave(({ name }) => {
    if (!isBusy() || routes.includes(String(name))) return true;
    return new Promise<boolean>((resolve) => (answerWith.value = resolve));
  });
  function answer(leaves: boolean): void {
    answerWith.value?.(leaves);
    answerWith.value = null;
  }
  return { isAsking: () => answerWith.value !== null, answer };
}
