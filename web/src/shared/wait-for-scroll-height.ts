/** The time limit. */
const TIMEOUT_MS = 3_000;

/**
 * Waits until the page can scroll to a position, because its content may still load. @returns false if the user
 * scrolled meanwhile
 */
export function waitForScrollHeight(top: number): Promise<boolean> {
  const page = document.documentElement;
  const isTallEnough = () => page.scrollHeight >= top + window.innerHeight;
  return new Promise((resolve) => {
    const abortController = new AbortController();
    const finish = (hasReached: boolean) => {
      abortController.abort();
      observer.disconnect();
      clearTimeout(timer);
      resolve(hasReached);
    };
    const observer = new ResizeObserver(() => isTallEnough() && finish(true));
    const timer = setTimeout(() => finish(true), TIMEOUT_MS);
    observer.observe(document.querySelector('main') ?? document.body);
    for (const event of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      window.addEventListener(event, () => finish(false), { passive: true, signal: abortController.signal });
    }
    requestAnimationFrame(() => isTallEnough() && finish(true));
  });
}
