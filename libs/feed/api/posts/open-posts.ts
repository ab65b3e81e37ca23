import { Injectable } from '@nestjs/common';
import { OpenSubscriptions } from '@visionary/platform/realtime';
import { postChannel } from './channels.js';

/** Which images each page of this node has open. */
@Injectable()
export class OpenPosts extends OpenSubscriptions {
  constructor() {
    super(postChannel);
  }
}
