import { Body, Controller, Header } from '@nestjs/common';
import { ModelStyle, type Styles, StyleWords } from '@visionary/contract';
import { type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { ChangeStyle } from '../../usecases/styles/change-style.js';
import { ReadStyles } from '../../usecases/styles/read-styles.js';
import { Caretakers } from '../caretakers.js';

/** What the instance adds to prompts, and to those of single models. */
@Controller()
export class StylesController {
  constructor(
    private readonly caretakers: Caretakers,
    private readonly read: ReadStyles,
    private readonly change: ChangeStyle,
  ) {}

  @Route('styles')
  @Header('Cache-Control', 'no-store')
  async styles(@SignedIn() me: Identity): Promise<Styles> {
    await this.caretakers.require(me, 'moderator');
    return this.present();
  }

  @Route('styleInstance')
  async instance(@Body({ schema: StyleWords }) words: StyleWords, @SignedIn() me: Identity): Promise<Styles> {
    await this.caretakers.require(me, 'admin');
    await this.change.ofInstance(me.person.id, { of: 'instance', id: '', isOn: true, ...words });
    return this.present();
  }

  @Route('styleModel')
  async model(
    @Body({ schema: ModelStyle }) { modelId, ...words }: ModelStyle,
    @SignedIn() me: Identity,
  ): Promise<Styles> {
    await this.caretakers.require(me, 'admin');
    await this.change.ofInstance(me.person.id, { of: 'model', id: modelId, ...words });
    return this.present();
  }

  private async present(): Promise<Styles> {
    const { instance, models } = await this.read.run();
    return {
      instance: { prefix: instance.prefix, suffix: instance.suffix },
      models: models.map(({ id, prefix, suffix, isOn }) => ({ modelId: id, prefix, suffix, isOn })),
    };
  }
}
