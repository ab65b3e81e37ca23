import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  QuarantineReasons,
  QuarantineVersion,
  ReservedNames,
  VersionUsageRegistry,
  VersionWithdrawn,
} from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { ModelQuarantined } from '../../domain/events.js';
import { ADDITION_KINDS } from '@visionary/contract';
import { AdditionCatalog } from '../../domain/additions.js';
import { LoraCatalog } from '../../domain/loras.js';
import { ModelCatalog } from '../../domain/model.js';
import { modelDeletedFailure } from '../../domain/take.js';
import { ModelUsageService } from '../../use-cases/model-usage.service.js';
import { QuarantineService } from '../../use-cases/quarantine.service.js';

/** Registers what the hub needs from this slice, and reacts to quarantined and withdrawn models. */
@Injectable()
export class HubIntegration implements OnModuleInit {
  private readonly logger = new Logger('Models');

  constructor(
    private readonly events: DomainEvents,
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly additions: AdditionCatalog,
    private readonly usage: ModelUsageService,
    private readonly quarantine: QuarantineService,
    private readonly reservedNames: ReservedNames,
    private readonly quarantineReasons: QuarantineReasons,
    private readonly quarantineVersion: QuarantineVersion,
    private readonly versionUsage: VersionUsageRegistry,
  ) {}

  onModuleInit(): void {
    this.reservedNames.add(() => this.localNames());
    this.quarantineReasons.setProvider((useId) => this.quarantine.reasonFor(useId));
    this.versionUsage.add(async ({ useIds }) => ({
      ...(await this.usage.countTakes(useIds)),
      rooms: await this.usage.countRooms(useIds),
    }));
    this.events.afterCommit(ModelQuarantined, ({ model, provider, reason }) => {
      this.logger.error(
        `The model ${model} is quarantined on ${provider}: it lost its renderer twice, last: ${reason}`,
      );
      this.runDetached(this.failIfUnusable(model, reason));
      // A crash on a card may be its driver's fault. Only the processor tells that a version is broken everywhere.
      if (provider === 'cpu') this.runDetached(this.quarantineVersion.run(model));
    });
    this.events.afterCommit(VersionWithdrawn, ({ version: { useId }, reason }) => {
      const detail = `${useId} was quarantined: it crashed what loaded it.`;
      const failure =
        reason === 'quarantined' ? ({ code: 'MODEL_QUARANTINED', detail } as const) : modelDeletedFailure(useId);
      this.runDetached(this.usage.failRemoved(useId, failure));
    });
  }

  private async failIfUnusable(model: string, reason: string): Promise<void> {
    if (await this.quarantine.of(model)) await this.usage.failQuarantined(model, reason);
  }

  /** Hub models cannot use the names of local models and additions. */
  private async localNames(): Promise<string[]> {
    const additions = await Promise.all(ADDITION_KINDS.map((kind) => this.additions.list(kind)));
    const all = [...(await this.models.list()), ...(await this.loras.list()), ...additions.flat()];
    return all.filter(({ hub }) => hub === undefined).flatMap(({ id, title }) => [id, title]);
  }

  private runDetached(work: Promise<void>): void {
    work.catch((error: unknown) => this.logger.error('A model change could not be processed', error));
  }
}
