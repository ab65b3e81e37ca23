import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ReadCases } from '../../use-cases/cases/read-cases.js';
import { ReportSubject } from '../../use-cases/cases/report-subject.js';
import { CaseSubscribers } from './case-subscribers.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** Reports from everybody, and the queue live for those who moderate. */
@Injectable()
export class CasesGateway {
  constructor(
    private readonly reporting: ReportSubject,
    private readonly reading: ReadCases,
    private readonly watchers: CaseSubscribers,
  ) {}

  @Command('safety.report')
  async report({ payload, user }: Call<'safety.report'>): Promise<CommandReply<'safety.report'>> {
    const {
      subject: { kind, id, image },
      ...said
    } = payload;
    const subject = { kind, id, ...(image !== undefined && { image }) };
    await this.reporting.run({ ...said, subject, userId: idOf(user) });
    return {};
  }

  /** The socket hears of changes before the counts are read, so none falls in between. */
  @Command('safety.subscribe')
  async watch({ socket, user }: Call<'safety.subscribe'>): Promise<CommandReply<'safety.subscribe'>> {
    this.watchers.add(socket);
    return { counts: await this.reading.counts(idOf(user)) };
  }

  @Command('safety.unsubscribe')
  leave({ socket }: Call<'safety.unsubscribe'>): CommandReply<'safety.unsubscribe'> {
    this.watchers.remove(socket);
    return {};
  }
}
