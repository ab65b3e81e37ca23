import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { GenerationModule } from '@visionary/generation';
import { NotificationsModule } from '@visionary/notifications';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { LendingSocket } from './api/connection/lending-socket.js';
import { LendingController } from './api/lending.controller.js';
import { LentRendererPresenter } from './api/lent-renderer-presenter.js';
import { OwnRendererBroadcaster } from './api/own-renderer-broadcaster.js';
import { LentRendererUpdates } from './api/lent-renderer-updates.js';
import { LentRenderersRepository } from './storage/lent-renderers.repository.js';
import { LenderAccountHandler } from './use-cases/lender-account-handler.js';
import { LendingProviders } from './use-cases/lending-providers.js';
import { LentRendererNotifier } from './use-cases/lent-renderer-notifier.js';
import { LentRenderers } from './use-cases/lent-renderers.js';
import { ManagedLentRenderers } from './use-cases/managed-lent-renderers.js';
import { OwnLentRenderers } from './use-cases/own-lent-renderers.js';

/** Renderers that users lend to the instance: whose they are, and for whom they render. */
@Module({
  imports: [AccountsModule, NotificationsModule, SafetyModule, RoomsModule, GenerationModule],
  controllers: [LendingController],
  providers: [
    LentRenderersRepository,
    LentRenderers,
    OwnLentRenderers,
    ManagedLentRenderers,
    LentRendererNotifier,
    LenderAccountHandler,
    LendingProviders,
    LentRendererPresenter,
    LentRendererUpdates,
    OwnRendererBroadcaster,
    LendingSocket,
  ],
  exports: [LentRenderers, LentRendererUpdates],
})
export class LendingModule {}
