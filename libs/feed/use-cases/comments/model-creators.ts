import { Injectable } from '@nestjs/common';
import { type ModelCredit, ModelCredits, type ModelFileRef, Versions } from '@visionary/hub';

/** Who made what, and to which model of the hub that belongs. */
@Injectable()
export class ModelCreators {
  constructor(
    private readonly modelCredits: ModelCredits,
    private readonly versions: Versions,
  ) {}

  ofFiles(made: readonly ModelFileRef[]): Promise<ModelCredit[]> {
    return this.modelCredits.ofFiles(made);
  }

  /** Inside a unit of work: nobody else says anything about it until the end. @returns whether it is still said */
  hold(modelCredit: ModelCredit): Promise<boolean> {
    return this.modelCredits.hold(modelCredit);
  }

  /** Null where it is not of the hub. What settings call a version is what its files are credited by. */
  async modelOf({ name }: ModelCredit): Promise<string | null> {
    return (await this.versions.byUseId(name))?.modelId ?? null;
  }
}
