import { Injectable } from '@nestjs/common';
import { Messages, Reactions, Versions } from '../../domain/messages.js';

/** Messages with what hangs on them. */
@Injectable()
export class SaidMessages {
  constructor(
    readonly messages: Messages,
    readonly versions: Versions,
    readonly reactions: Reactions,
  ) {}
}
