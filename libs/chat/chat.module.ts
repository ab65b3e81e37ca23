import { Module } from '@nestjs/common';
import { RoomsModule } from '@visionary/rooms';
import { Messages, Reactions } from './domain/messages.js';
import { SqlMessages } from './storage/sql-messages.js';
import { SqlReactions } from './storage/sql-reactions.js';
import { LastMessages } from './usecases/last-messages.js';
import { OlderMessages } from './usecases/older-messages.js';
import { React } from './usecases/react.js';
import { SendMessage } from './usecases/send-message.js';
import { ChatGateway } from './wire/chat.gateway.js';
import { ChatPart } from './wire/chat-part.js';
import { TypingGateway } from './wire/typing.gateway.js';

@Module({
  imports: [RoomsModule],
  providers: [
    { provide: Messages, useClass: SqlMessages },
    { provide: Reactions, useClass: SqlReactions },
    ...[SendMessage, React, OlderMessages, LastMessages],
    ...[ChatGateway, TypingGateway, ChatPart],
  ],
})
export class ChatModule {}
