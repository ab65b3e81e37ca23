import { Injectable } from '@nestjs/common';
import { type Credit, Credits, type Made, Versions } from '@visionary/hub';

/** Who made what, and to which model of the hub that belongs. */
@Injectable()
export class CreditsOfHub {
  constructor(
    private readonly credits: Credits,
    private readonly versions: Versions,
  ) {}

  ofFiles(made: readonly Made[]): Promise<Credit[]> {
    return this.credits.ofFiles(made);
  }

  /** Inside a unit of work: nobody else says anything about it until the end. @returns whether it is still said */
  hold(credit: Credit): Promise<boolean> {
    return this.credits.hold(credit);
  }

  /** Null where it is not of the hub. What settings call a version is what its files are credited by. */
  async modelOf({ name }: Credit): Promise<string | null> {
    return (await this.versions.byUseId(name))?.modelId ?? null;
  }
}
