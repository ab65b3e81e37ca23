import { describe, expect, it } from '@jest/globals';
import { shallowRef } from 'vue';
import { SharedDocument } from './shared-document.js';
import { ORIGIN, decodeOrigin, encodeOrigin, useDocumentValues } from './use-document-values.js';

const FROM = { postId: '0198c0de-0000-7000-8000-000000000001' };
const never = new Promise<never>(() => undefined);

describe('[W32] the origin of prompts and settings', () => {
  it('is read from the document, and ignored if it is invalid', () => {
    expect(decodeOrigin(encodeOrigin(FROM))).toEqual(FROM);
    const wrong = [undefined, 7, '', '{', '{"postId":"x"}', '{"postId":null}'];
    expect(wrong.map(decodeOrigin)).toEqual(wrong.map(() => null));
  });

  it('stays while the prompt is edited, and is cleared with the prompt or by a new import', () => {
    const shared = new SharedDocument({
      sendUpdate: () => never,
      sendAwareness: () => undefined,
      onError: () => true,
      onUnconfirmed: () => undefined,
    });
    const written = useDocumentValues(shallowRef([]));
    written.follow(shared);
    written.applyPatch({ prompt: 'a red fox', origin: FROM });
    written.applyPatch({ prompt: 'a red owl' });
    expect(written.origin.value).toEqual(FROM);
    written.applyPatch({ prompt: '' });
    expect([written.origin.value, shared.settings.has(ORIGIN)]).toEqual([null, false]);
    written.applyPatch({ prompt: 'a red owl', origin: FROM });
    written.applyPatch({ settings: { steps: 4 }, origin: null });
    expect(written.origin.value).toBeNull();
    shared.undo.undo();
    expect(written.origin.value).toEqual(FROM);
    shared.destroy();
  });
});
