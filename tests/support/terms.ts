import { expect } from '@jest/globals';
import type { NewTerm, TermView } from '@visionary/contract';
import type { z } from 'zod';
import type { SignedUp } from './people.js';

type Wanted = Partial<z.input<typeof NewTerm>> & { readonly text: string };

/** A word that an admin puts on the lists; refused everywhere where nothing else is said. */
export async function lists({ client }: SignedUp, wanted: Wanted): Promise<TermView> {
  const everywhere = { scopes: ['prompts', 'chat', 'names', 'titles'] as const };
  const term = { category: 'violence', language: 'en', action: 'refuse', ...everywhere, ...wanted };
  const { status, body } = await client.post<TermView>('/api/safety/terms', term);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}
