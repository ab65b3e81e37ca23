import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import { type Credit, Credits } from '@visionary/hub';
import { Clock } from '@visionary/kernel';
import { LORAS } from '../../domain/samples/made.js';
import { Samples } from '../../domain/samples/samples.js';

/** A LoRA of LORAS whose file is there. */
export interface MadeLora {
  readonly id: string;
  /** SHA-256 of its file. */
  readonly hash: string;
}

/** Some of the samples' people are makers. */
@Injectable()
export class SampleMakers {
  constructor(
    private readonly credits: Credits,
    private readonly samples: Samples,
    private readonly clock: Clock,
  ) {}

  async run(people: readonly Person[], loras: readonly MadeLora[]): Promise<void> {
    for (const { id, by } of LORAS) {
      const file = loras.find((lora) => lora.id === id);
      const [maker, made] = [people[by], file && { kind: 'lora' as const, hash: file.hash }];
      if (!maker || !made || (await this.credits.ofFiles([made])).length > 0) continue;
      await this.credits.give({ ...made, name: id, personId: maker.id, at: this.clock.now() });
    }
  }

  /** What they are said to have made. */
  async made(): Promise<Credit[]> {
    const people = await this.samples.of('account');
    return (await Promise.all(people.map((id) => this.credits.by(id)))).flat();
  }
}
