import { Injectable } from '@nestjs/common';
import { NotificationWriter } from './tell-users.js';

/** Inside the transaction that ends what users were told of, or in which somebody leaves. */
@Injectable()
export class DeleteNotifications {
  constructor(private readonly tell: NotificationWriter) {}

  async ofPosts(postIds: readonly string[]): Promise<void> {
    await this.tell.forget({ postIds });
  }

  /** What they were told. */
  async ofUser(userId: string): Promise<void> {
    await this.tell.forget({ userId });
  }
}
