import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { CommentsModule } from '@visionary/comments';
import { GenerationModule } from '@visionary/generation';
import { NotificationsModule } from '@visionary/notifications';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { Attachments } from './use-cases/attachments.js';
import { ChatDataProvider } from './api/chat-data-provider.js';
import { ChatGateway } from './api/chat.gateway.js';
import { MessageHistoryGateway } from './api/message-history.gateway.js';
import { ReadStateBroadcaster } from './api/read-state-broadcaster.js';
import { ReadStateGateway } from './api/read-state.gateway.js';
import { RoomMentionLimit } from './storage/room-mention-limit.js';
import { TypingGateway } from './api/typing.gateway.js';
import { MessageSearchIndex } from './storage/message-search-index.js';
import { SqlMessageEdits } from './storage/sql-message-edits.js';
import { SqlMessages } from './storage/sql-messages.js';
import { SqlReadStates } from './storage/sql-read-states.js';
import { SqlRoomDirectory } from './storage/sql-room-directory.js';
import { ChatExporter } from './use-cases/chat-exporter.js';
import { DirectMessageRequests } from './use-cases/direct-message-requests.js';
import { ChatNotificationsService } from './use-cases/chat-notifications.service.js';
import { MembershipListener } from './use-cases/membership-listener.js';
import { MessageIndexBackfill } from './use-cases/message-index-backfill.js';
import { MessageModeration } from './use-cases/message-moderation.js';
import { MessagePagesService } from './use-cases/message-pages.service.js';
import { MessagePresenter } from './use-cases/message-presenter.js';
import { MessageSearchService } from './use-cases/message-search.service.js';
import { MessagesService } from './use-cases/messages.service.js';
import { ReactionsService } from './use-cases/reactions.service.js';
import { ReadStatesService } from './use-cases/read-states.service.js';

/** Messages, reactions, read states, and the notifications about messages. */
@Module({
  imports: [AccountsModule, CommentsModule, NotificationsModule, RoomsModule, GenerationModule, SafetyModule],
  providers: [
    SqlMessages,
    SqlMessageEdits,
    SqlReadStates,
    SqlRoomDirectory,
    MessageSearchIndex,
    RoomMentionLimit,
    Attachments,
    MessagesService,
    MessagePagesService,
    MessagePresenter,
    MessageSearchService,
    ReactionsService,
    ReadStatesService,
    ChatNotificationsService,
    DirectMessageRequests,
    MessageModeration,
    ChatExporter,
    MembershipListener,
    MessageIndexBackfill,
    ChatDataProvider,
    ReadStateBroadcaster,
    ChatGateway,
    MessageHistoryGateway,
    ReadStateGateway,
    TypingGateway,
  ],
})
export class ChatModule {}
