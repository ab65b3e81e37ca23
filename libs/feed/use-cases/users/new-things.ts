import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';

/** What every new thing has. */
@Injectable()
export class NewThings {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  next(): { readonly id: string; readonly at: number } {
    return { id: this.ids.next(), at: this.clock.now() };
  }
}
