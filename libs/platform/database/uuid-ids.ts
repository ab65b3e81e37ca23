import { Ids } from '@visionary/kernel';
import { v7 } from 'uuid';

export class UuidIds extends Ids {
  next(): string {
    return v7();
  }
}
