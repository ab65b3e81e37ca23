import { Injectable } from '@nestjs/common';
import type { MyState } from '@visionary/contract';

/** State of a user that other slices store and every client of the user shows. */
export type MyStateData = Omit<MyState, 'me' | 'blockedIds'>;

/** Register it with `MyStateProviders.add` when the module starts. */
export interface MyStateProvider {
  stateOf(userId: string): Promise<Partial<MyStateData>>;
}

const EMPTY: Partial<MyStateData> = { readStates: [], followedIds: [] };

/** Merges the state that other slices provide, without knowing them. */
@Injectable()
export class MyStateProviders {
  private readonly providers: MyStateProvider[] = [];

  add(provider: MyStateProvider): void {
    this.providers.push(provider);
  }

  async of(userId: string): Promise<MyStateData> {
    const states = await Promise.all(this.providers.map((provider) => provider.stateOf(userId)));
    return Object.assign({ ...EMPTY }, ...states) as MyStateData;
  }
}
