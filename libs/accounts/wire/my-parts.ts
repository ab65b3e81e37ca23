import { Injectable } from '@nestjs/common';
import type { MyState } from '@visionary/contract';

/** What other slices know of a person for all their pages. */
export type MyFacts = Omit<MyState, 'me' | 'blockedIds'>;

/** Register it with `MyParts.add` when the module starts. */
export interface MyPart {
  mine(personId: string): Promise<Partial<MyFacts>>;
}

const NOTHING: Partial<MyFacts> = { marks: [], followedIds: [] };

/** Puts together what a person's pages show, without knowing the slices. */
@Injectable()
export class MyParts {
  private readonly parts: MyPart[] = [];

  add(part: MyPart): void {
    this.parts.push(part);
  }

  async of(personId: string): Promise<MyFacts> {
    const given = await Promise.all(this.parts.map((part) => part.mine(personId)));
    return Object.assign({ ...NOTHING }, ...given) as MyFacts;
  }
}
