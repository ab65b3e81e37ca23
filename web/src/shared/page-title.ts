import { onScopeDispose, shallowRef, watchEffect } from 'vue';

export const PRODUCT_NAME = 'Visionary';
/** Of the instance. */
const siteName = shallowRef(PRODUCT_NAME);
/** The total unread count precedes every title, because a tab shows only its start. */
const unread = shallowRef(0);
const title = shallowRef('');

watchEffect(() => {
  const name = title.value === '' ? siteName.value : `${title.value} · ${siteName.value}`;
  if (typeof document !== 'undefined') document.title = unread.value > 0 ? `(${unread.value}) ${name}` : name;
});

export const setTitleName = (name = PRODUCT_NAME): void => void (siteName.value = name);

export const setTitleUnread = (count: number): void => void (unread.value = count);

/** Sets the page title; an empty title shows only the name of the instance. */
export function usePageTitle(titleOf: () => string): void {
  watchEffect(() => (title.value = titleOf()));
  onScopeDispose(() => (title.value = ''));
}
