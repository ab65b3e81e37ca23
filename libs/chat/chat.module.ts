import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { GenerationModule } from '@visionary/generation';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { EverybodyPace } from './domain/everybody-pace.js';
import { ChatLimits } from './domain/limits.js';
import { Marks } from './domain/marks.js';
import { Messages, Reactions, Versions } from './domain/messages.js';
import { Notifications } from './domain/notifications.js';
import { PersonalTraces } from './domain/personal-traces.js';
import { Places } from './domain/places.js';
import { Sharing } from './domain/sharing.js';
import { WordIndex } from './domain/word-index.js';
import { SqlMarks } from './storage/sql-marks.js';
import { SqlMessages } from './storage/sql-messages.js';
import { SqlNotifications } from './storage/sql-notifications.js';
import { SqlPersonalTraces } from './storage/sql-personal-traces.js';
import { SqlPlaces } from './storage/sql-places.js';
import { SqlReactions } from './storage/sql-reactions.js';
import { SqlVersions } from './storage/sql-versions.js';
import { SqlWordIndex } from './storage/sql-word-index.js';
import { AdmitMessage } from './usecases/admit-message.js';
import { CallPeople } from './usecases/call-people.js';
import { CompleteMessages } from './usecases/complete-messages.js';
import { DeleteMessage } from './usecases/delete-message.js';
import { DraftMessage } from './usecases/draft-message.js';
import { EditMessage } from './usecases/edit-message.js';
import { ExportMessages } from './usecases/export-messages.js';
import { ExportTraces } from './usecases/export-traces.js';
import { FollowPeople } from './usecases/follow-people.js';
import { ForgetCalls } from './usecases/forget-calls.js';
import { ForgetWords } from './usecases/forget-words.js';
import { IndexMessages } from './usecases/index-messages.js';
import { LastMessages } from './usecases/last-messages.js';
import { MessageHistory } from './usecases/message-history.js';
import { HideMessage } from './usecases/moderation/hide-message.js';
import { SaidMessages } from './usecases/moderation/said-messages.js';
import { ModeratedMessages } from './usecases/moderation/moderated-messages.js';
import { MoveMark } from './usecases/move-mark.js';
import { NotifyPeople } from './usecases/notify-people.js';
import { PageMessages } from './usecases/page-messages.js';
import { PinMessage } from './usecases/pin-message.js';
import { React } from './usecases/react.js';
import { ReadMarks } from './usecases/read-marks.js';
import { ReadNotifications } from './usecases/read-notifications.js';
import { ReadNotificationsOfRoom } from './usecases/read-notifications-of-room.js';
import { ReadReactions } from './usecases/read-reactions.js';
import { SearchMessages } from './usecases/search-messages.js';
import { SeeNotifications } from './usecases/see-notifications.js';
import { SendMessage } from './usecases/send-message.js';
import { TakeWords } from './usecases/take-words.js';
import { TellPeople } from './usecases/tell-people.js';
import { ChatGateway } from './wire/chat.gateway.js';
import { ChatPart } from './wire/chat-part.js';
import { chatLimits } from './wire/contract-limits.js';
import { FollowRoomsAndPeople } from './wire/follow-rooms-and-people.js';
import { IndexOfWords } from './wire/index-of-words.js';
import { LimitedEverybodyPace } from './wire/limited-everybody-pace.js';
import { MarkNews } from './wire/mark-news.js';
import { MarksGateway } from './wire/marks.gateway.js';
import { MessageNews } from './wire/message-news.js';
import { MyChatPart } from './wire/my-chat-part.js';
import { PagesGateway } from './wire/pages.gateway.js';
import { PersonalMessages } from './wire/personal-messages.js';
import { SearchGateway } from './wire/search.gateway.js';
import { SharingRights } from './wire/sharing-rights.js';
import { TypingGateway } from './wire/typing.gateway.js';

const storage = [
  { provide: Messages, useClass: SqlMessages },
  { provide: Versions, useClass: SqlVersions },
  { provide: Reactions, useClass: SqlReactions },
  { provide: Marks, useClass: SqlMarks },
  { provide: Notifications, useClass: SqlNotifications },
  { provide: PersonalTraces, useClass: SqlPersonalTraces },
  { provide: Places, useClass: SqlPlaces },
  SqlWordIndex,
  { provide: WordIndex, useExisting: SqlWordIndex },
];
const saying = [
  AdmitMessage,
  SendMessage,
  DraftMessage,
  CallPeople,
  TakeWords,
  TellPeople,
  NotifyPeople,
  EditMessage,
  DeleteMessage,
  ForgetWords,
  ForgetCalls,
];
const marking = [PinMessage, React, MoveMark, ReadMarks, ReadNotificationsOfRoom, ReadNotifications, SeeNotifications];
const reading = [
  PageMessages,
  CompleteMessages,
  ReadReactions,
  MessageHistory,
  LastMessages,
  SearchMessages,
  IndexMessages,
];
const following = [FollowPeople, ExportMessages, ExportTraces];
const moderating = [SaidMessages, HideMessage, ModeratedMessages];
const gateways = [ChatGateway, PagesGateway, SearchGateway, MarksGateway, TypingGateway];
const parts = [ChatPart, MyChatPart, PersonalMessages];
const news = [MarkNews, MessageNews, FollowRoomsAndPeople, IndexOfWords];

/** What is said in rooms, who has read it, and whom it calls. */
@Module({
  imports: [AccountsModule, RoomsModule, GenerationModule, SafetyModule],
  providers: [
    ...storage,
    { provide: ChatLimits, useValue: chatLimits },
    { provide: EverybodyPace, useClass: LimitedEverybodyPace },
    { provide: Sharing, useClass: SharingRights },
    ...[...saying, ...marking, ...reading, ...following, ...moderating],
    ...[...gateways, ...parts, ...news],
  ],
})
export class ChatModule {}
