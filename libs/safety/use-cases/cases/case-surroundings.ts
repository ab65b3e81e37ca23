import { Injectable } from '@nestjs/common';
import { Clock, Ids, UnitOfWork } from '@visionary/kernel';

/** What everybody who writes cases needs of the world. */
@Injectable()
export class CaseSurroundings {
  constructor(
    readonly ids: Ids,
    readonly clock: Clock,
    readonly work: UnitOfWork,
  ) {}
}
