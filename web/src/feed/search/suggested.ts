import type { Suggestion } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';
import { hubPlaceOf } from '../../shared/hub-place.js';

/** Where a suggestion leads: a tag, and a model that is not of the hub, to what is narrowed by them, all else to its own page. */
export function placeOf(one: Suggestion): RouteLocationRaw {
  switch (one.kind) {
    case 'post':
      return { name: 'post', params: { postId: one.id } };
    case 'person':
      return { name: 'person', params: { personId: one.person.id } };
    case 'room':
      return { name: 'room', params: { roomId: one.id } };
    case 'model':
      return hubPlaceOf(one.id) ?? { name: 'search', query: { kind: 'posts', model: one.id } };
    case 'lora':
      return hubPlaceOf(one.id) ?? { name: 'search', query: { kind: 'posts', lora: one.id } };
    case 'tag':
      return { name: 'search', query: { kind: 'posts', tag: one.label } };
    default:
      return one satisfies never;
  }
}

export const keyOfSuggestion = (one: Suggestion): string =>
  one.kind === 'person' ? one.person.id : `${one.kind} ${one.kind === 'tag' ? one.label : one.id}`;
