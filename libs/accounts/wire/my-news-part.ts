import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NOTICE_CHOICES } from '@visionary/contract';
import { DeclinedNews } from '../domain/news.js';
import { type MyFacts, type MyPart, MyParts } from './my-parts.js';
import { NewsSources } from './news-sources.js';

/** What every page of somebody shows of their news: how much is not read, and which kinds they want. */
@Injectable()
export class MyNewsPart implements MyPart, OnModuleInit {
  constructor(
    private readonly parts: MyParts,
    private readonly news: NewsSources,
    private readonly declined: DeclinedNews,
  ) {}

  onModuleInit(): void {
    this.parts.add(this);
  }

  async mine(personId: string): Promise<Partial<MyFacts>> {
    const [unreadNotifications, declined] = await Promise.all([this.news.unread(personId), this.declined.of(personId)]);
    const choices = Object.fromEntries(NOTICE_CHOICES.map((choice) => [choice, !declined.has(choice)]));
    return { unreadNotifications, choices: choices as MyFacts['choices'] };
  }
}
