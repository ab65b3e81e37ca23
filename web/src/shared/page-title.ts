import { onScopeDispose, watchEffect } from 'vue';

const NAME = 'Visionary';

/** Names the page after what it shows; an empty title leaves the product's name alone. */
export function usePageTitle(title: () => string): void {
  watchEffect(() => {
    const now = title();
    document.title = now === '' ? NAME : `${now} · ${NAME}`;
  });
  onScopeDispose(() => (document.title = NAME));
}
