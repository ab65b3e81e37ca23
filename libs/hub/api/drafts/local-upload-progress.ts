import { Injectable } from '@nestjs/common';

/** How far uploads are that come in through this node: what is written down of them is older. */
@Injectable()
export class LocalUploadProgress {
  private readonly received = new Map<string, number>();

  set(fileId: string, received: number): void {
    this.received.set(fileId, received);
  }

  forget(fileId: string): void {
    this.received.delete(fileId);
  }

  of(fileId: string): number {
    return this.received.get(fileId) ?? 0;
  }
}
