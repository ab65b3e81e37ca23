import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { EndUpload } from '../drafts/end-upload.js';

/** A file that was copied whole is as one whose upload has ended. */
@Injectable()
export class EndBrought {
  constructor(
    private readonly end: EndUpload,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  nextId(): string {
    return this.ids.next();
  }

  now(): number {
    return this.clock.now();
  }

  run(file: Parameters<EndUpload['run']>[0]): Promise<void> {
    return this.end.run(file);
  }
}
