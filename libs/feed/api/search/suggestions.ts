import { Injectable } from '@nestjs/common';
import { SearchUsers } from '@visionary/accounts';
import { LIMITS, type LoraView, type ModelView, type PostView, type Suggestion } from '@visionary/contract';
import { ModelPresenter } from '@visionary/generation';
import { LobbyViews } from '@visionary/rooms';
import { SearchTags } from '../../use-cases/search/search-tags.js';
import type { Viewer } from '../viewer.js';
import { PostResults } from './post-results.js';

const MAX_PER_KIND = 3;
const MAX_LABEL_LENGTH = 80;

/** Suggestions while a user types: tags, users, models, rooms, and posts in the remaining places. */
@Injectable()
export class Suggestions {
  constructor(
    private readonly results: PostResults,
    private readonly users: SearchUsers,
    private readonly rooms: LobbyViews,
    private readonly models: ModelPresenter,
    private readonly tags: SearchTags,
  ) {}

  async of(text: string, viewer: Viewer): Promise<Suggestion[]> {
    if (text.trim() === '') return [];
    const search = text.trim().replace(/^@/, '');
    const [tags, users, { models, loras }, { rooms }, posts] = await Promise.all([
      this.tags.run(text, MAX_PER_KIND, viewer.forEveryone),
      this.users.run({ search, requesterId: viewer.userId, roomId: undefined, limit: MAX_PER_KIND }),
      this.models.find(text, MAX_PER_KIND, viewer.forEveryone),
      this.rooms.findOpen(text, undefined, MAX_PER_KIND),
      this.results.best(text, viewer, LIMITS.suggestions),
    ]);
    const named: Suggestion[] = [
      ...tags.map(({ tag, count }) => ({ kind: 'tag' as const, label: tag, count })),
      ...users.map((user) => ({ kind: 'user' as const, user })),
      ...models.map((model) => suggestModel('model', model)),
      ...loras.map((lora) => suggestModel('lora', lora)),
      ...rooms.map(({ id, name }) => ({ kind: 'room' as const, id, label: name })),
    ];
    const suggestions = [...alternateKinds(named).slice(0, LIMITS.suggestions - 2), ...posts.map(suggestPost)];
    return suggestions.slice(0, LIMITS.suggestions);
  }
}

/** The first of each kind before the second of any, so that no kind crowds out another. */
function alternateKinds(suggestions: readonly Suggestion[]): Suggestion[] {
  const seen = new Map<string, number>();
  const ranked = suggestions.map((suggestion) => {
    const rank = seen.get(suggestion.kind) ?? 0;
    seen.set(suggestion.kind, rank + 1);
    return { suggestion, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ suggestion }) => suggestion);
}

const suggestModel = (kind: 'model' | 'lora', { id, title, creator }: ModelView | LoraView): Suggestion => ({
  kind,
  id,
  label: title,
  ...(creator && { creator }),
});

const suggestPost = ({ id, title, prompt, image, contentRating }: PostView): Suggestion => ({
  kind: 'post',
  id,
  label: Array.from(title || prompt)
    .slice(0, MAX_LABEL_LENGTH)
    .join(''),
  previewUrl: image.thumbnails[0]?.url ?? image.url,
  contentRating,
});
