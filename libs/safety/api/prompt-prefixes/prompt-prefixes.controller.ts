import { Body, Controller } from '@nestjs/common';
import { ModelPromptPrefix, PromptPrefix, type PromptPrefixes } from '@visionary/contract';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { PromptPrefixesService } from '../../use-cases/prompt-prefixes/prompt-prefixes.service.js';

/** The prompt prefixes of the instance and of models: moderators read them, admins change them. */
@Controller()
export class PromptPrefixesController {
  constructor(
    private readonly prefixes: PromptPrefixesService,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('promptPrefixes')
  async read(@CurrentUser() { user }: Identity): Promise<PromptPrefixes> {
    await this.adminDirectory.require(user, 'moderator');
    return this.view();
  }

  @Route('setInstancePromptPrefix')
  async setOfInstance(
    @Body({ schema: PromptPrefix }) prefix: PromptPrefix,
    @CurrentUser() { user }: Identity,
  ): Promise<PromptPrefixes> {
    await this.adminDirectory.require(user);
    await this.prefixes.setOfInstance(user.id, { scope: 'instance', id: '', isOn: true, ...prefix });
    return this.view();
  }

  @Route('setModelPromptPrefix')
  async setOfModel(
    @Body({ schema: ModelPromptPrefix }) { modelId, ...prefix }: ModelPromptPrefix,
    @CurrentUser() { user }: Identity,
  ): Promise<PromptPrefixes> {
    await this.adminDirectory.require(user);
    await this.prefixes.setOfInstance(user.id, { scope: 'model', id: modelId, ...prefix });
    return this.view();
  }

  private async view(): Promise<PromptPrefixes> {
    const { instance, models } = await this.prefixes.ofInstance();
    return {
      instance: { prefix: instance.prefix, negativeSuffix: instance.negativeSuffix },
      models: models.map(({ id, prefix, negativeSuffix, isOn }) => ({ modelId: id, prefix, negativeSuffix, isOn })),
    };
  }
}
