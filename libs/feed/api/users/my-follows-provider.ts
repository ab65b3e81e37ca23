import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MyStateData, type MyStateProvider, MyStateProviders } from '@visionary/accounts';
import { Follows } from '../../domain/users/follows.js';

/** Whom somebody follows, for every page of theirs. */
@Injectable()
export class MyFollowsProvider implements MyStateProvider, OnModuleInit {
  constructor(
    private readonly parts: MyStateProviders,
    private readonly follows: Follows,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async mine(userId: string): Promise<Partial<MyStateData>> {
    return { followedIds: await this.follows.followedIds(userId) };
  }
}
