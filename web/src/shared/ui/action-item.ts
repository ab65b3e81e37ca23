import type { Component } from 'vue';

/** An item of an action menu. */
export interface ActionItem<A extends string> {
  readonly id: A;
  readonly label: string;
  readonly icon: Component;
  readonly danger?: boolean;
}
