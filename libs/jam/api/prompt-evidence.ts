import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModerationRegistry } from '@visionary/safety';
import { LiveDocuments } from './live-documents.js';

/** Keeps the shared prompt with the report of a room, and who wrote which part of it: `id from-to`, in UTF-16 code units. */
@Injectable()
export class PromptEvidence implements OnModuleInit {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly documents: LiveDocuments,
  ) {}

  onModuleInit(): void {
    this.registry.addEvidence('room', async ({ id }) => {
      const document = await this.documents.open(id);
      const { prompt, negative } = document.shared;
      if (prompt === '' && negative === '') return null;
      const writers = document.authorshipOf(prompt).map(([from, to, userId]) => `${userId} ${from}-${to}`);
      return { prompt, negative, writers: writers.join(', ') };
    });
  }
}
