import type { Virtualizer } from 'virtua/vue';
import type { ShallowRef } from 'vue';
import type { Keyed } from './row-transitions.js';

export type VirtualList = InstanceType<typeof Virtualizer>;

export interface UseScrollAnchorOptions<R extends Keyed> {
  rows(): readonly R[];
  list: Readonly<ShallowRef<VirtualList | null>>;
  visible(): boolean;
  /** Lines that stay between the same neighbours whatever is loaded: what the reader looks at is one of them. */
  isFirm(row: R): boolean;
  /** Other rows are shown now. */
  settled(): void;
}
