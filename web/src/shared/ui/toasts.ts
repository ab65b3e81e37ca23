import { shallowReadonly, shallowRef } from 'vue';

export interface Toast {
  text: string;
  kind?: 'good' | 'bad';
  action?: { label: string; run(): void };
  /** The toast timed out without its action. */
  onTimeout?(): void;
}

const FEEDBACK_MS = 6_000;
/** The duration with something to press. */
const ACTION_MS = 10_000;
/** The duration while others wait: long enough to read, short enough to be current. */
const SHORT_MS = 2_000;
const queue: Toast[] = [];
const current = shallowRef<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The visible toast; the others wait. */
export const currentToast = shallowReadonly(current);

/** Shows a toast after those already shown; errors come first. */
export function toast(newToast: Toast): void {
  const at = newToast.kind === 'bad' ? queue.findIndex(({ kind }) => kind !== 'bad') : -1;
  queue.splice(at < 0 ? queue.length : at, 0, newToast);
  if (!current.value) next();
  else if (timer !== undefined) resumeToast();
}

/** Runs the toast's action and closes it. */
export function runToastAction(): void {
  const { action } = current.value ?? {};
  if (current.value) current.value = { text: current.value.text };
  action?.run();
  closeToast();
}

export function closeToast(): void {
  pauseToast();
  next();
}

/** While hovered or focused, it stays. */
export function pauseToast(): void {
  clearTimeout(timer);
  timer = undefined;
}
export function resumeToast(): void {
  clearTimeout(timer);
  const ms = current.value?.action ? ACTION_MS : FEEDBACK_MS;
  timer = setTimeout(next, queue.length > 0 ? SHORT_MS : ms);
}

function next(): void {
  current.value?.onTimeout?.();
  current.value = queue.shift() ?? null;
  if (current.value) resumeToast();
}
