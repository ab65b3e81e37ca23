import { defineAsyncComponent, defineComponent, h, type Component } from 'vue';
import { i18n } from './i18n/index.js';
import { useSocket } from './socket/index.js';
import { currentToast, toast } from './ui/toasts.js';

type Load<T> = () => Promise<T>;

/** A part of the page did not come: the line is cut, or the server has other parts by now. */
export class ChunkLoadError extends Error {}

/** Style sheets that did not come. The bundler asks for each once, so they are asked for here before their part is again. */
const lostStyles = new Set<string>();
const LOST_STYLE = /^Unable to preload CSS for (\S+)$/u;
/** What failed one after the other while there was a line: then it is not the line. */
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

/** What the toast that shows tries again. */
let waiting = new Set<() => void>();

/** Says that something did not come, and offers to try again; where that was in vain, to have the page anew. */
export function showChunkError(retry: () => void): void {
  const { t } = i18n.global;
  const isOutdated = failuresOnline > 1;
  const text = t(isOutdated ? 'app.partOutdated' : 'app.partNotFetched');
  if (currentToast.value?.text !== text) {
    const tried = (waiting = new Set());
    const tryAgain = { label: t('app.tryAgain'), paginator: () => tried.forEach((one) => one()) };
    const reload = { label: t('app.reload'), paginator: () => location.reload() };
    toast({ text, kind: 'bad', action: isOutdated ? reload : tryAgain });
  }
  waiting.add(retry);
}

/** A part that is fetched when it is wanted first. Where it does not come that is said; wanted again, it is asked for again. */
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

/** A screen of the router. @throws ChunkLoadError, which the router says */
export const lazyScreen =
  <T>(load: Load<T>): Load<T> =>
  () =>
    fetched(load);
