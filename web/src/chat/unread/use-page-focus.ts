import { onScopeDispose, shallowReadonly, shallowRef, type Ref } from 'vue';

/** Whether the page is visible and its window has the focus. */
export function usePageFocus(): Readonly<Ref<boolean>> {
  const isPresent = shallowRef(false);
  const look = (): void => void (isPresent.value = document.visibilityState === 'visible' && document.hasFocus());
  look();
  document.addEventListener('visibilitychange', look);
  window.addEventListener('focus', look);
  window.addEventListener('blur', look);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('focus', look);
    window.removeEventListener('blur', look);
  });
  return shallowReadonly(isPresent);
}
