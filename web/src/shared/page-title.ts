import { onScopeDispose, shallowRef, watchEffect } from 'vue';

const NAME = 'Visionary';
/** The total unread count precedes every title, because a tab shows only its start. */
const unread = shallowRef(0);
const title = shallowRef('');

watchEffect(() => {
  const name = title.value === '' ? NAME : `${title.value} · ${NAME}`;
  if (typeof document !== 'undefined') document.title = unread.value > 0 ? `(${unread.value}) ${name}` : name;
});

export const setTitleUnread = (count: number): void => void (unread.value = count);

/** Sets the page title; an empty title shows only the product name. */
export function usePageTitle(titleOf: () => string): void {
  watchEffect(() => (title.value = titleOf()));
  onScopeDispose(() => (title.value = ''));
}
