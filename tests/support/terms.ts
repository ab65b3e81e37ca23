import { expect } from '@jest/globals';
import type { CreateBlockedTerm, BlockedTermView } from '@visionary/contract';
import type { z } from 'zod';
import type { SignedUp } from './users.js';

type NewTerm = Partial<z.input<typeof CreateBlockedTerm>> & { readonly text: string };

/** A term that an admin blocks; by default it is rejected everywhere. */
export async function addBlockedTerm({ client }: SignedUp, fields: NewTerm): Promise<BlockedTermView> {
  const everywhere = { scopes: ['prompts', 'chat', 'names', 'titles'] as const };
  const term = { category: 'violence', language: 'en', action: 'block', ...everywhere, ...fields };
  const { status, body } = await client.post<BlockedTermView>('/api/safety/blocked-terms', term);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}
