import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MyStateData, type MyStateProvider, MyStateProviders } from '@visionary/accounts';
import { GetReadStates } from '../use-cases/get-read-states.js';

/** What chat shows on every page of somebody. */
@Injectable()
export class MyChatProvider implements MyStateProvider, OnModuleInit {
  constructor(
    private readonly parts: MyStateProviders,
    private readonly marks: GetReadStates,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async mine(userId: string): Promise<Partial<MyStateData>> {
    return { readStates: await this.marks.of(userId) };
  }
}
