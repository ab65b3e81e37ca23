import { Controller } from '@nestjs/common';
import type { TakeActivityView } from '@visionary/contract';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { QueueService } from '../../use-cases/queue.service.js';

/** How much the instance renders, for its admins. */
@Controller()
export class ActivityController {
  constructor(
    private readonly queue: QueueService,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('takeActivity')
  async takeActivity(@CurrentUser() { user }: Identity): Promise<TakeActivityView> {
    await this.adminDirectory.require(user);
    return this.queue.activity();
  }
}
