import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';

/** Makes ids and times for what is new. */
@Injectable()
export class NewMarks {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  next(): { readonly id: string; readonly at: number } {
    return { id: this.ids.next(), at: this.clock.now() };
  }
}
