import type { Virtualizer } from 'virtua/vue';
import type { ShallowRef } from 'vue';
import type { Keyed } from './row-transitions.js';

export type VirtualList = InstanceType<typeof Virtualizer>;

export interface UseScrollAnchorOptions<R extends Keyed> {
  rows(): readonly R[];
  list: Readonly<ShallowRef<VirtualList | null>>;
  /** The element that scrolls. */
  box: Readonly<ShallowRef<HTMLElement | null>>;
  visible(): boolean;
  /** Rows whose neighbors do not depend on what is loaded, so that they can anchor the position. */
  isFirm(row: R): boolean;
  /** The rendered rows changed. */
  onRendered(): void;
}
