import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import type { AdditionFinder } from './find-additions.js';

/** Asks the server. What cannot be asked for counts as not found. */
export const additionFinder: AdditionFinder = {
  async byHash(hash) {
    try {
      return (await call('modelByHash', { params: { hash } })).versionRef;
    } catch (error) {
      toRejection(error);
      return undefined;
    }
  },
  async search(kind, search) {
    try {
      const { choices } = await call('modelPicker', { query: { kind, search } });
      return choices.flatMap(({ addition }) => addition ?? []);
    } catch (error) {
      toRejection(error);
      return [];
    }
  },
};
