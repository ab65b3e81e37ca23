import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { QuarantineVersion, VersionWithdrawn } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { ModelQuarantined } from '../../domain/events.js';
import { modelDeletedFailure } from '../../domain/take-failures.js';
import { FailTakesOfRemovedModel } from '../../use-cases/fail-takes-of-removed-model.js';

/** Takes that wait for what is gone end; a model that is quarantined here is set aside in the hub, too, where its creator sees it. */
@Injectable()
export class WithdrawnVersionHandler implements OnModuleInit {
  private readonly logger = new Logger('Models');

  constructor(
    private readonly events: DomainEvents,
    private readonly endTakes: FailTakesOfRemovedModel,
    private readonly quarantineVersion: QuarantineVersion,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(VersionWithdrawn, ({ version: { useId }, why }) => {
      const detail = `${useId} was set aside: it brought down what loaded it.`;
      const failure =
        why === 'quarantined' ? ({ code: 'MODEL_QUARANTINED', detail } as const) : modelDeletedFailure(useId);
      this.do(this.endTakes.run(useId, failure));
    });
    this.events.afterCommit(ModelQuarantined, ({ model }) => this.do(this.quarantineVersion.run(model)));
  }

  private do(work: Promise<void>): void {
    work.catch((error: unknown) => this.logger.error('What follows a withdrawal could not be done', error));
  }
}
