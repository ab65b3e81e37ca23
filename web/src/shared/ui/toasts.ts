import { shallowReadonly, shallowRef } from 'vue';

export interface Toast {
  text: string;
  kind?: 'good' | 'bad';
  action?: { label: string; paginator(): void };
  /** It went, and nobody took the action. */
  onTimeout?(): void;
}

const FEEDBACK_MS = 6_000;
/** While another waits: long enough to be read, short enough to tell it while it is still so. */
const SHORT_MS = 2_000;
const queue: Toast[] = [];
const current = shallowRef<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The one that shows; the others wait for it. */
export const currentToast = shallowReadonly(current);

/** Says something in the corner, after what is already being said there; what went wrong before what went well. */
export function toast(what: Toast): void {
  const at = what.kind === 'bad' ? queue.findIndex(({ kind }) => kind !== 'bad') : -1;
  queue.splice(at < 0 ? queue.length : at, 0, what);
  if (!current.value) next();
  else if (timer !== undefined) resumeToast();
}

/** What it offers is done, and it goes. */
export function runToastAction(): void {
  const { action } = current.value ?? {};
  if (current.value) current.value = { text: current.value.text };
  action?.paginator();
  closeToast();
}

export function closeToast(): void {
  pauseToast();
  next();
}

/** While the pointer or the focus is on it, it stays. */
export function pauseToast(): void {
  clearTimeout(timer);
  timer = undefined;
}
export function resumeToast(): void {
  clearTimeout(timer);
  timer = setTimeout(next, queue.length > 0 ? SHORT_MS : FEEDBACK_MS);
}

function next(): void {
  current.value?.onTimeout?.();
  current.value = queue.shift() ?? null;
  if (current.value) resumeToast();
}
