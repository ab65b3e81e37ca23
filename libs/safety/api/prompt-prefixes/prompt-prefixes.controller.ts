import { Body, Controller, Header } from '@nestjs/common';
import { ModelPromptPrefix, type PromptPrefixes, PromptPrefix } from '@visionary/contract';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { SetPromptPrefix } from '../../use-cases/prompt-prefixes/set-prompt-prefix.js';
import { ReadPromptPrefixes } from '../../use-cases/prompt-prefixes/read-prompt-prefixes.js';
import { StaffRights } from '../caretakers.js';

/** What the instance adds to prompts, and to those of single models. */
@Controller()
export class PromptPrefixesController {
  constructor(
    private readonly staffRights: StaffRights,
    private readonly read: ReadPromptPrefixes,
    private readonly change: SetPromptPrefix,
  ) {}

  @Route('promptPrefixes')
  @Header('Cache-Control', 'no-store')
  async styles(@CurrentUser() me: Identity): Promise<PromptPrefixes> {
    await this.staffRights.require(me, 'moderator');
    return this.present();
  }

  @Route('setInstancePromptPrefix')
  async instance(
    @Body({ schema: PromptPrefix }) words: PromptPrefix,
    @CurrentUser() me: Identity,
  ): Promise<PromptPrefixes> {
    await this.staffRights.require(me, 'admin');
    await this.change.ofInstance(me.user.id, { scope: 'instance', id: '', isOn: true, ...words });
    return this.present();
  }

  @Route('setModelPromptPrefix')
  async model(
    @Body({ schema: ModelPromptPrefix }) { modelId, ...words }: ModelPromptPrefix,
    @CurrentUser() me: Identity,
  ): Promise<PromptPrefixes> {
    await this.staffRights.require(me, 'admin');
    await this.change.ofInstance(me.user.id, { scope: 'model', id: modelId, ...words });
    return this.present();
  }

  private async present(): Promise<PromptPrefixes> {
    const { instance, models } = await this.read.run();
    return {
      instance: { prefix: instance.prefix, negativeSuffix: instance.negativeSuffix },
      models: models.map(({ id, prefix, negativeSuffix, isOn }) => ({ modelId: id, prefix, negativeSuffix, isOn })),
    };
  }
}
