import type { Component } from 'vue';

/** An entry of a menu of acts. */
export interface ActionItem<A extends string> {
  readonly id: A;
  readonly label: string;
  readonly icon: Component;
  readonly danger?: boolean;
}
