import { defineAsyncComponent, defineComponent, h, type Component } from 'vue';
import { t } from './i18n/index.js';
import { useSocket } from './socket/index.js';
import { currentToast, toast } from './ui/toasts.js';

type Load<T> = () => Promise<T>;

/** A chunk failed to load: offline, or the server has a newer build. */
export class ChunkLoadError extends Error {}

/** Style sheets that failed to load. The bundler requests each once, so they are reloaded before their chunk is. */
const lostStyles = new Set<string>();
const LOST_STYLE = /^Unable to preload CSS for (\S+)$/u;
/** Consecutive failures while online: the network is not the cause. */
let failuresOnline = 0;

function loadStylesheet(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = address;
    link.onload = () => {
      lostStyles.delete(address);
      resolve();
    };
    link.onerror = () => {
      link.remove();
      reject(new ChunkLoadError(address));
    };
    document.head.append(link);
  });
}

async function fetched<T>(load: Load<T>): Promise<T> {
  try {
    await Promise.all([...lostStyles].map(loadStylesheet));
    const part = await load();
    failuresOnline = 0;
    return part;
  } catch (error) {
    const style = error instanceof Error ? LOST_STYLE.exec(error.message)?.[1] : undefined;
    if (style !== undefined) lostStyles.add(style);
    if (useSocket().state.value === 'up') failuresOnline += 1;
    throw new ChunkLoadError('A part of the page did not come', { cause: error });
  }
}

/** The loads that the visible toast retries. */
let waiting = new Set<() => void>();

/** Shows a toast with Retry, or with Reload after repeated failures. */
export function showChunkError(retry: () => void): void {
  const isOutdated = failuresOnline > 1;
  const text = t(isOutdated ? 'app.pageOutdated' : 'app.pageFailed');
  if (currentToast.value?.text !== text) {
    const tried = (waiting = new Set());
    const tryAgain = { label: t('app.tryAgain'), run: () => tried.forEach((one) => one()) };
    const reload = { label: t('app.reload'), run: () => location.reload() };
    toast({ text, kind: 'bad', action: isOutdated ? reload : tryAgain });
  }
  waiting.add(retry);
}

/** An async component that loads on first use. A failure shows a toast; the next use tries again. */
export function lazyComponent<C extends Component>(load: Load<{ default: C }>): C {
  let reload: (() => void) | null = null;
  const part = defineAsyncComponent({
    loader: () => fetched(load),
    onError(_error, retry) {
      reload = () => {
        reload = null;
        retry();
      };
      showChunkError(() => reload?.());
    },
  });
  const requested = defineComponent({
    inheritAttrs: false,
    setup(_props, { attrs, slots }) {
      reload?.();
      return () => h(part, attrs, slots);
    },
  });
  return requested as unknown as C;
}

/** A lazy route component. @throws ChunkLoadError, which the router shows */
export const lazyScreen =
  <T>(load: Load<T>): Load<T> =>
  () =>
    fetched(load);
