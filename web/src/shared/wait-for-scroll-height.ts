/** What is not there by then does not come. */
const TIMEOUT_MS = 3_000;

/**
 * Waits until the page is so high that it can be scrolled to this place: what it shows may have to be fetched first.
 * @returns false where somebody has begun to scroll meanwhile: then it is theirs
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
