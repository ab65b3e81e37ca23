import { Injectable } from '@nestjs/common';
import type { MyState } from '@visionary/contract';

/** What other slices know of a user for all their pages. */
export type MyStateData = Omit<MyState, 'me' | 'blockedIds'>;

/** Register it with `MyStateProviders.add` when the module starts. */
export interface MyStateProvider {
  mine(userId: string): Promise<Partial<MyStateData>>;
}

const NOTHING: Partial<MyStateData> = { readStates: [], followedIds: [] };

/** Puts together what a user's pages show, without knowing the slices. */
@Injectable()
export class MyStateProviders {
  private readonly parts: MyStateProvider[] = [];

  add(part: MyStateProvider): void {
    this.parts.push(part);
  }

  async of(userId: string): Promise<MyStateData> {
    const given = await Promise.all(this.parts.map((part) => part.mine(userId)));
    return Object.assign({ ...NOTHING }, ...given) as MyStateData;
  }
}
