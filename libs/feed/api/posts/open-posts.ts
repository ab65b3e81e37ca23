import { Injectable } from '@nestjs/common';
import { OpenSubscriptions } from '@visionary/platform/realtime';
import { postChannel } from './channels.js';

/** Which posts the clients of this node have open. */
@Injectable()
export class OpenPosts extends OpenSubscriptions {
  constructor() {
    super(postChannel);
  }
}
