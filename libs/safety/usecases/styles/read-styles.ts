import { Injectable } from '@nestjs/common';
import { NO_STYLE, type Style, type StyleWords } from '../../domain/styles/style.js';
import { Styles } from '../../domain/styles/styles.js';

/** What those who look after the instance have said of prompts. */
@Injectable()
export class ReadStyles {
  constructor(private readonly styles: Styles) {}

  async run(): Promise<{ instance: StyleWords; models: Style[] }> {
    const all = await this.styles.ofInstance();
    return {
      instance: all.find(({ of }) => of === 'instance') ?? NO_STYLE,
      models: all.filter(({ of }) => of === 'model'),
    };
  }
}
