import type { Suggestion } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';
import { modelRoute } from '../../../shared/model-route.js';
import { lookInRoute } from '../../../shared/look-in-route.js';

/** The route of a suggestion: tags and local models lead to filtered results, everything else to its own page. */
export function suggestionRoute(one: Suggestion): RouteLocationRaw {
  switch (one.kind) {
    case 'post':
      return { name: 'post', params: { postId: one.id } };
    case 'user':
      return { name: 'user', params: { userId: one.user.id } };
    case 'room':
      return lookInRoute(one.id);
    case 'model':
      return modelRoute(one.id) ?? { name: 'search', query: { kind: 'posts', model: one.id } };
    case 'lora':
      return modelRoute(one.id) ?? { name: 'search', query: { kind: 'posts', lora: one.id } };
    case 'tag':
      return { name: 'search', query: { kind: 'posts', tag: one.label } };
    default:
      return one satisfies never;
  }
}

export const suggestionKey = (one: Suggestion): string =>
  one.kind === 'user' ? one.user.id : `${one.kind} ${one.kind === 'tag' ? one.label : one.id}`;
