import { Injectable } from '@nestjs/common';
import { Reports } from '../../domain/talk/reports.js';
import { TellPeople } from './tell-people.js';

/** Inside the transaction that ends what people were told of, or in which somebody leaves. */
@Injectable()
export class ForgetNotices {
  constructor(
    private readonly tell: TellPeople,
    private readonly reports: Reports,
  ) {}

  async ofPosts(postIds: readonly string[]): Promise<void> {
    await this.tell.forget({ postIds });
  }

  /** What they were told, and what they told those who look after the instance. */
  async ofPerson(personId: string): Promise<void> {
    await this.tell.forget({ personId });
    await this.reports.forgetPerson(personId);
  }
}
