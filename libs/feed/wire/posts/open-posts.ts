import { Injectable } from '@nestjs/common';
import { OpenPages } from '@visionary/platform/realtime';
import { postChannel } from './channels.js';

/** Which pictures each page of this node has open. */
@Injectable()
export class OpenPosts extends OpenPages {
  constructor() {
    super(postChannel);
  }
}
