import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { ModelQuarantined, TakeFinished } from '../domain/events.js';
import { FailQuarantinedTakes } from '../use-cases/fail-quarantined-takes.js';
import { ResetModelFailures } from '../use-cases/reset-model-failures.js';

/** Takes that wait for a quarantined model end; a model that has rendered a take is forgiven what was before. */
@Injectable()
export class QuarantineHandler implements OnModuleInit {
  private readonly logger = new Logger('Models');

  constructor(
    private readonly events: DomainEvents,
    private readonly failTakes: FailQuarantinedTakes,
    private readonly forgive: ResetModelFailures,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(ModelQuarantined, ({ model, why }) => {
      this.logger.error(`The model ${model} is quarantined: it lost its renderer twice, last: ${why}`);
      this.do(this.failTakes.run(model, why));
    });
    this.events.afterCommit(TakeFinished, ({ take }) => this.do(this.forgive.run(take.settings.model)));
  }

  private do(work: Promise<void>): void {
    work.catch((error: unknown) => this.logger.error('What follows a quarantine could not be done', error));
  }
}
