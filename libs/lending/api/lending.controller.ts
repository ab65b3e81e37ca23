import { Body, Controller } from '@nestjs/common';
import {
  type LentRendererList,
  type LentRendererToken,
  type LentRendererView,
  ManageLentRenderer,
  NewLentRenderer,
  UpdateLentRenderer,
} from '@visionary/contract';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { Config } from '@visionary/platform/config';
import { PathId, Route } from '@visionary/platform/http';
import type { LentRenderer } from '../domain/lent-renderer.js';
import { ManagedLentRenderers } from '../use-cases/managed-lent-renderers.js';
import { OwnLentRenderers, type RendererWithToken } from '../use-cases/own-lent-renderers.js';
import { LentRendererPresenter } from './lent-renderer-presenter.js';

/** Users lend renderers; admins accept, drain, and ban them. */
@Controller()
export class LendingController {
  constructor(
    private readonly own: OwnLentRenderers,
    private readonly managed: ManagedLentRenderers,
    private readonly presenter: LentRendererPresenter,
    private readonly adminDirectory: AdminDirectory,
    private readonly config: Config,
  ) {}

  @Route('lentRenderers')
  async list(@CurrentUser() { user }: Identity): Promise<LentRendererList> {
    return this.listOf(await this.own.list(user.id));
  }

  @Route('createLentRenderer')
  async create(
    @Body({ schema: NewLentRenderer }) form: NewLentRenderer,
    @CurrentUser() { user }: Identity,
  ): Promise<LentRendererToken> {
    return this.withToken(await this.own.create(user.id, form));
  }

  @Route('updateLentRenderer')
  async update(
    @PathId('rendererId') rendererId: string,
    @Body({ schema: UpdateLentRenderer }) changes: UpdateLentRenderer,
    @CurrentUser() { user }: Identity,
  ): Promise<LentRendererView> {
    return this.viewOf(await this.own.update(user.id, rendererId, changes));
  }

  @Route('renewLentRendererToken')
  async renewToken(
    @PathId('rendererId') rendererId: string,
    @CurrentUser() { user }: Identity,
  ): Promise<LentRendererToken> {
    return this.withToken(await this.own.renewToken(user.id, rendererId));
  }

  @Route('deleteLentRenderer')
  async delete(@PathId('rendererId') rendererId: string, @CurrentUser() { user }: Identity): Promise<void> {
    await this.own.delete(user.id, rendererId);
  }

  @Route('allLentRenderers')
  async listAll(@CurrentUser() { user }: Identity): Promise<LentRendererList> {
    await this.adminDirectory.require(user);
    return this.listOf(await this.managed.list());
  }

  @Route('manageLentRenderer')
  async manage(
    @PathId('rendererId') rendererId: string,
    @Body({ schema: ManageLentRenderer }) decision: ManageLentRenderer,
    @CurrentUser() { user }: Identity,
  ): Promise<LentRendererView> {
    await this.adminDirectory.require(user);
    return this.viewOf(await this.managed.manage(user.id, rendererId, decision));
  }

  private async listOf(renderers: readonly LentRenderer[]): Promise<LentRendererList> {
    const { lending: mode, lendsLocalModels } = this.config;
    return { mode, lendsLocalModels, renderers: await this.presenter.present(renderers) };
  }

  private async withToken({ renderer, token }: RendererWithToken): Promise<LentRendererToken> {
    return { renderer: await this.viewOf(renderer), token };
  }

  private async viewOf(renderer: LentRenderer): Promise<LentRendererView> {
    const [view] = await this.presenter.present([renderer]);
    return view as LentRendererView;
  }
}
