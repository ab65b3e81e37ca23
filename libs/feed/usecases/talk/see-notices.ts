import { Injectable } from '@nestjs/common';
import { NewsRead } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Notices } from '../../domain/talk/notices.js';

/** Somebody has seen what the feed told them. */
@Injectable()
export class SeeNotices {
  constructor(
    private readonly notices: Notices,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param ids undefined: all of them */
  async run(personId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.unitOfWork.run(async () => {
      const any = await this.notices.read(personId, ids, this.clock.now());
      if (any) this.unitOfWork.announce(new NewsRead([personId]));
    });
  }
}
