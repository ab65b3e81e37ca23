import { Injectable } from '@nestjs/common';
import { Messages, Reactions, MessageEdits } from '../../domain/messages.js';

/** Messages with what hangs on them. */
@Injectable()
export class SaidMessages {
  constructor(
    readonly messages: Messages,
    readonly messageEdits: MessageEdits,
    readonly reactions: Reactions,
  ) {}
}
