import { nextTick, onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue';

/** As near to the end as this counts as being there, in px. */
const NEAR_PX = 32;

/**
 * Keeps a list where the reader has it: at the end it follows what is added, elsewhere nothing moves, also when older
 * lines come in above. Call `keep` whenever the lines are about to change.
 */
export function useScrollKeeper(box: Readonly<ShallowRef<HTMLElement | null>>) {
  const atEnd = shallowRef(true);
  let sizes: ResizeObserver | undefined;

  const isNear = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement) =>
    scrollHeight - scrollTop - clientHeight <= NEAR_PX;
  function toEnd(): void {
    if (box.value) box.value.scrollTop = box.value.scrollHeight;
    atEnd.value = true;
  }
  function scrolled(): void {
    if (box.value) atEnd.value = isNear(box.value);
  }

  async function keep(): Promise<void> {
    const anchor = box.value && !atEnd.value ? firstVisible(box.value) : null;
    const before = anchor?.getBoundingClientRect().top ?? 0;
    await nextTick();
    if (atEnd.value) toEnd();
    // The line that was first in sight stays where it was, whatever came in above it.
    else if (box.value && anchor?.isConnected) box.value.scrollTop += anchor.getBoundingClientRect().top - before;
  }
  // A line grows (a reaction, a picture, a narrower window): at the end one stays at the end.
  onMounted(() => {
    sizes = new ResizeObserver(() => atEnd.value && toEnd());
    if (!box.value) return;
    sizes.observe(box.value);
    if (box.value.firstElementChild) sizes.observe(box.value.firstElementChild);
    toEnd();
  });
  onBeforeUnmount(() => sizes?.disconnect());
  return { atEnd, toEnd, scrolled, keep };
}

function firstVisible(box: HTMLElement): Element | null {
  const top = box.getBoundingClientRect().top;
  const lines = box.querySelectorAll('[data-line]');
  return [...lines].find((line) => line.getBoundingClientRect().bottom > top) ?? null;
}
