import { Injectable } from '@nestjs/common';
import { TellPeople } from './tell-people.js';

/** Inside the transaction that ends what people were told of, or in which somebody leaves. */
@Injectable()
export class ForgetNotices {
  constructor(private readonly tell: TellPeople) {}

  async ofPosts(postIds: readonly string[]): Promise<void> {
    await this.tell.forget({ postIds });
  }

  /** What they were told. */
  async ofPerson(personId: string): Promise<void> {
    await this.tell.forget({ personId });
  }
}
