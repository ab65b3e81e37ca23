import { shallowReadonly, shallowRef } from 'vue';

export interface Toast {
  text: string;
  kind?: 'good' | 'bad';
  action?: { label: string; run(): void };
}

const SHOWN_MS = 6_000;
const queue: Toast[] = [];
const current = shallowRef<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The one that shows; the others wait for it. */
export const currentToast = shallowReadonly(current);

/** Says something in the corner, after what is already being said there. */
export function toast(what: Toast): void {
  queue.push(what);
  if (!current.value) next();
}

export function closeToast(): void {
  clearTimeout(timer);
  next();
}

/** While the pointer or the focus is on it, it stays. */
export const holdToast = (): void => clearTimeout(timer);
export function releaseToast(): void {
  clearTimeout(timer);
  timer = setTimeout(next, SHOWN_MS);
}

function next(): void {
  current.value = queue.shift() ?? null;
  if (current.value) releaseToast();
}
