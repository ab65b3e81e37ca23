import type { Virtualizer } from 'virtua/vue';
import type { ShallowRef } from 'vue';
import type { Keyed } from './row-transitions.js';

export type VirtualList = InstanceType<typeof Virtualizer>;

export interface UseScrollAnchorOptions<R extends Keyed> {
  rows(): readonly R[];
  list: Readonly<ShallowRef<VirtualList | null>>;
  visible(): boolean;
  /** Rows that keep their neighbors whatever is loaded, and so can anchor the position. */
  isFirm(row: R): boolean;
  /** Other rows are shown now. */
  settled(): void;
}
