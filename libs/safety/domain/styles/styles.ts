import { DomainEvent } from '@visionary/kernel';
import type { Style, StyleOf } from './style.js';

/** Port: what the house adds to prompts. */
export abstract class Styles {
  /** Of the instance, this model and this room, as far as they say anything. */
  abstract around(place: { readonly roomId: string; readonly model: string }): Promise<Style[]>;
  /** Of the instance and of models. */
  abstract ofInstance(): Promise<Style[]>;
  /** In place of what was said before. Inside a unit of work. @returns what was said before */
  abstract put(style: Style, byId: string, at: number): Promise<Style | null>;
  /** @returns whether there was one */
  abstract remove(of: StyleOf, id: string): Promise<boolean>;
}

export class StyleChanged extends DomainEvent {
  constructor(
    /** Null: not of one room alone. */
    readonly roomId: string | null,
  ) {
    super();
  }
}
