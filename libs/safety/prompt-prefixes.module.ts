import { PromptPrefixes } from './domain/prompt-prefixes/prompt-prefixes.js';
import { SqlPromptPrefixes } from './storage/prompt-prefixes/sql-prompt-prefixes.js';
import { SetPromptPrefix } from './use-cases/prompt-prefixes/set-prompt-prefix.js';
import { ResolvePromptPrefixes } from './use-cases/prompt-prefixes/resolve-prompt-prefixes.js';
import { DeletePromptPrefix } from './use-cases/prompt-prefixes/delete-prompt-prefix.js';
import { ReadPromptPrefixes } from './use-cases/prompt-prefixes/read-prompt-prefixes.js';
import { PromptPrefixBroadcaster } from './api/prompt-prefixes/prompt-prefix-broadcaster.js';
import { PromptPrefixesController } from './api/prompt-prefixes/prompt-prefixes.controller.js';
import { PromptPrefixesGateway } from './api/prompt-prefixes/prompt-prefixes.gateway.js';

/** What the house adds to prompts. */
export const styles = {
  controllers: [PromptPrefixesController],
  providers: [
    { provide: PromptPrefixes, useClass: SqlPromptPrefixes },
    ...[ResolvePromptPrefixes, SetPromptPrefix, DeletePromptPrefix, ReadPromptPrefixes],
    ...[PromptPrefixesGateway, PromptPrefixBroadcaster],
  ],
  exports: [ResolvePromptPrefixes, DeletePromptPrefix],
};
