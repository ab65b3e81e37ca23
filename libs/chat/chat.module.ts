import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { GenerationModule } from '@visionary/generation';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { RoomMentionLimit } from './domain/room-mention-limit.js';
import { ChatLimits } from './domain/limits.js';
import { ReadStates } from './domain/read-states.js';
import { Messages, Reactions, MessageEdits } from './domain/messages.js';
import { Notifications } from './domain/notifications.js';
import { UserChatData } from './domain/user-chat-data.js';
import { RoomDirectory } from './domain/room-directory.js';
import { Attachments } from './domain/attachments.js';
import { MessageSearchIndex } from './domain/message-search-index.js';
import { SqlReadStates } from './storage/sql-read-states.js';
import { SqlMessages } from './storage/sql-messages.js';
import { SqlNotifications } from './storage/sql-notifications.js';
import { SqlPersonalTraces } from './storage/sql-personal-traces.js';
import { SqlRoomDirectory } from './storage/sql-room-directory.js';
import { SqlReactions } from './storage/sql-reactions.js';
import { SqlVersions } from './storage/sql-versions.js';
import { SqlWordIndex } from './storage/sql-word-index.js';
import { AcceptMessage } from './use-cases/accept-message.js';
import { ResolveMentions } from './use-cases/resolve-mentions.js';
import { HydrateMessages } from './use-cases/hydrate-messages.js';
import { DeleteMessage } from './use-cases/delete-message.js';
import { DraftMessage } from './use-cases/draft-message.js';
import { EditMessage } from './use-cases/edit-message.js';
import { ExportMessages } from './use-cases/export-messages.js';
import { ExportChatActivity } from './use-cases/export-chat-activity.js';
import { MembershipHandler } from './use-cases/membership-handler.js';
import { DeleteMentionNotifications } from './use-cases/delete-mention-notifications.js';
import { EraseMessageText } from './use-cases/erase-message-text.js';
import { IndexMessages } from './use-cases/index-messages.js';
import { LastMessages } from './use-cases/last-messages.js';
import { MessageHistory } from './use-cases/message-edits.js';
import { HideMessage } from './use-cases/moderation/hide-message.js';
import { SaidMessages } from './use-cases/moderation/said-messages.js';
import { ModeratedMessages } from './use-cases/moderation/moderated-messages.js';
import { UpdateReadState } from './use-cases/update-read-state.js';
import { CreateNotifications } from './use-cases/create-notifications.js';
import { PageMessages } from './use-cases/page-messages.js';
import { PinMessage } from './use-cases/pin-message.js';
import { React } from './use-cases/react.js';
import { GetReadStates } from './use-cases/get-read-states.js';
import { ReadNotifications } from './use-cases/read-notifications.js';
import { ReadNotificationsOfRoom } from './use-cases/read-notifications-of-room.js';
import { ReadReactions } from './use-cases/read-reactions.js';
import { SearchMessages } from './use-cases/search-messages.js';
import { MarkNotificationsRead } from './use-cases/mark-notifications-read.js';
import { SendMessage } from './use-cases/send-message.js';
import { CheckMessageText } from './use-cases/take-words.js';
import { MessageNotifier } from './use-cases/tell-users.js';
import { ChatGateway } from './api/chat.gateway.js';
import { ChatRoomProvider } from './api/chat-room-provider.js';
import { chatLimits } from './api/contract-limits.js';
import { ChatMembershipListener } from './api/chat-membership-listener.js';
import { MessageIndexBackfill } from './api/message-index-backfill.js';
import { RedisRoomMentionLimit } from './api/redis-room-mention-limit.js';
import { ReadStateBroadcaster } from './api/read-state-broadcaster.js';
import { ReadStateGateway } from './api/read-state.gateway.js';
import { ChatNotificationSource } from './api/chat-notification-source.js';
import { MyChatProvider } from './api/my-chat-provider.js';
import { MessageHistoryGateway } from './api/message-history.gateway.js';
import { MessagesExporter } from './api/messages-exporter.js';
import { SearchGateway } from './api/search.gateway.js';
import { AttachmentRights } from './api/attachment-rights.js';
import { TypingGateway } from './api/typing.gateway.js';

const storage = [
  { provide: Messages, useClass: SqlMessages },
  { provide: MessageEdits, useClass: SqlVersions },
  { provide: Reactions, useClass: SqlReactions },
  { provide: ReadStates, useClass: SqlReadStates },
  { provide: Notifications, useClass: SqlNotifications },
  { provide: UserChatData, useClass: SqlPersonalTraces },
  { provide: RoomDirectory, useClass: SqlRoomDirectory },
  SqlWordIndex,
  { provide: MessageSearchIndex, useExisting: SqlWordIndex },
];
const saying = [
  AcceptMessage,
  SendMessage,
  DraftMessage,
  ResolveMentions,
  CheckMessageText,
  MessageNotifier,
  CreateNotifications,
  EditMessage,
  DeleteMessage,
  EraseMessageText,
  DeleteMentionNotifications,
];
const marking = [
  PinMessage,
  React,
  UpdateReadState,
  GetReadStates,
  ReadNotificationsOfRoom,
  ReadNotifications,
  MarkNotificationsRead,
];
const reading = [
  PageMessages,
  HydrateMessages,
  ReadReactions,
  MessageHistory,
  LastMessages,
  SearchMessages,
  IndexMessages,
];
const following = [MembershipHandler, ExportMessages, ExportChatActivity];
const moderating = [SaidMessages, HideMessage, ModeratedMessages];
const gateways = [ChatGateway, MessageHistoryGateway, SearchGateway, ReadStateGateway, TypingGateway];
const parts = [ChatRoomProvider, MyChatProvider, MessagesExporter];
const news = [ReadStateBroadcaster, ChatNotificationSource, ChatMembershipListener, MessageIndexBackfill];

/** What is said in rooms, who has read it, and whom it calls. */
@Module({
  imports: [AccountsModule, RoomsModule, GenerationModule, SafetyModule],
  providers: [
    ...storage,
    { provide: ChatLimits, useValue: chatLimits },
    { provide: RoomMentionLimit, useClass: RedisRoomMentionLimit },
    { provide: Attachments, useClass: AttachmentRights },
    ...[...saying, ...marking, ...reading, ...following, ...moderating],
    ...[...gateways, ...parts, ...news],
  ],
})
export class ChatModule {}
