import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ReadCases } from '../../usecases/cases/read-cases.js';
import { ReportSubject } from '../../usecases/cases/report-subject.js';
import { CaseWatchers } from './case-watchers.js';

const idOf = (person: PersonView | null): string => (person as PersonView).id;

/** Reports from everybody, and the queue live for those who moderate. */
@Injectable()
export class CasesGateway {
  constructor(
    private readonly reporting: ReportSubject,
    private readonly reading: ReadCases,
    private readonly watchers: CaseWatchers,
  ) {}

  @Command('safety.report')
  async report({ payload, person }: Call<'safety.report'>): Promise<CommandReply<'safety.report'>> {
    const {
      subject: { kind, id, picture },
      ...said
    } = payload;
    const subject = { kind, id, ...(picture !== undefined && { picture }) };
    await this.reporting.run({ ...said, subject, personId: idOf(person) });
    return {};
  }

  /** The socket hears of changes before the counts are read, so none falls in between. */
  @Command('safety.watch')
  async watch({ socket, person }: Call<'safety.watch'>): Promise<CommandReply<'safety.watch'>> {
    this.watchers.add(socket);
    return { counts: await this.reading.counts(idOf(person)) };
  }

  @Command('safety.leave')
  leave({ socket }: Call<'safety.leave'>): CommandReply<'safety.leave'> {
    this.watchers.remove(socket);
    return {};
  }
}
