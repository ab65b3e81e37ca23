import { Injectable } from '@nestjs/common';
import { type AddedWords, addedOf, NO_STYLE, type StyleWords } from '../../domain/styles/style.js';
import { Styles } from '../../domain/styles/styles.js';

export interface ComposedStyle {
  readonly added: AddedWords[];
  /** What of it the room says, also where the model has it switched off. */
  readonly room: StyleWords;
  readonly isOn: boolean;
}

/** What the house adds to a prompt: style and safety, of the instance, the model and the room. */
@Injectable()
export class ComposeStyle {
  constructor(private readonly styles: Styles) {}

  async run(place: { readonly roomId: string; readonly model: string }): Promise<ComposedStyle> {
    const around = await this.styles.around(place);
    const { prefix, suffix } = around.find(({ of }) => of === 'room') ?? NO_STYLE;
    const isOn = around.every((style) => style.of !== 'model' || style.isOn);
    return { added: addedOf(around), room: { prefix, suffix }, isOn };
  }
}
