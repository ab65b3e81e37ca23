import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type MyFacts, type MyPart, MyParts } from '@visionary/accounts';
import { ReadMarks } from '../usecases/read-marks.js';

/** What chat shows on every page of somebody. */
@Injectable()
export class MyChatPart implements MyPart, OnModuleInit {
  constructor(
    private readonly parts: MyParts,
    private readonly marks: ReadMarks,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async mine(personId: string): Promise<Partial<MyFacts>> {
    return { marks: await this.marks.of(personId) };
  }
}
