import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { FinishUpload } from '../drafts/finish-upload.js';

/** A file that was copied whole is as one whose upload has ended. */
@Injectable()
export class FinishLocalUpload {
  constructor(
    private readonly end: FinishUpload,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  nextId(): string {
    return this.ids.next();
  }

  now(): number {
    return this.clock.now();
  }

  run(file: Parameters<FinishUpload['run']>[0]): Promise<void> {
    return this.end.run(file);
  }
}
