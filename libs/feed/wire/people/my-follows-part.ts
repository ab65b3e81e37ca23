import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MyFacts, type MyPart, MyParts } from '@visionary/accounts';
import { Follows } from '../../domain/people/follows.js';

/** Whom somebody follows, for every page of theirs. */
@Injectable()
export class MyFollowsPart implements MyPart, OnModuleInit {
  constructor(
    private readonly parts: MyParts,
    private readonly follows: Follows,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async mine(personId: string): Promise<Partial<MyFacts>> {
    return { followedIds: await this.follows.followedIds(personId) };
  }
}
