import { Injectable } from '@nestjs/common';
import { Company, type HeldCompany } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { Tallies } from '../../domain/talk/tallies.js';
import { type HubModel, Versions } from '../../domain/version.js';

export type HeldModel = HeldCompany & { readonly model: HubModel };

/** Inside a transaction, first of all: a model to which somebody says or gives something, and those who will hear of it. */
@Injectable()
export class HoldModel {
  constructor(
    private readonly versions: Versions,
    private readonly tallies: Tallies,
    private readonly company: Company,
  ) {}

  /** @param otherIds who else is concerned than its maker. @throws Rejection HUB_MODEL_NOT_FOUND, UNAUTHENTICATED */
  async run(modelId: string, personId: string, otherIds: readonly string[] = []): Promise<HeldModel> {
    const { makerId } = required(await this.versions.modelById(modelId), personId);
    const company = await this.company.run(personId, [makerId, ...otherIds]);
    // From here on nothing else is said about it.
    const model = required(await this.tallies.hold(modelId), personId);
    return { ...company, at: this.company.now(), model };
  }

  /** What its newest version is called. */
  async labelOf({ newestVersionId }: HubModel): Promise<string> {
    return (newestVersionId === null ? null : await this.versions.byId(newestVersionId))?.label ?? '';
  }
}

/** Of what is not published only its maker knows. */
const required = (model: HubModel | null, personId: string): HubModel => {
  if (!model || (model.newestVersionId === null && model.makerId !== personId)) {
    throw new Rejection('HUB_MODEL_NOT_FOUND');
  }
  return model;
};
