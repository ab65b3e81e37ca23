/** The time limit. */
const TIMEOUT_MS = 3_000;

/**
 * Waits until the page can scroll to a position, because its content may still load. @returns false if the user
 * scrolled meanwhile
 */
export function waitForScrollHeight(top: number): Promise<boolean> {
  const page = document.documentElement;
  const reaches = () => page.scrollHeight >= top + window.innerHeight;
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = (is: boolean) => {
      over.abort();
      observer.disconnect();
      clearTimeout(timer);
      resolve(is);
    };
    const observer = new ResizeObserver(() => reaches() && end(true));
    const timer = setTimeout(() => end(true), TIMEOUT_MS);
    observer.observe(document.querySelector('main') ?? document.body);
    for (const event of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      window.addEventListener(event, () => end(false), { passive: true, signal: over.signal });
    }
    requestAnimationFrame(() => reaches() && end(true));
  });
}
