import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as Y from 'yjs';
import { cpuMsOf } from '../../../tests/support/cpu-time.js';
import { mergeUpdates, SharedDocument } from './shared-document.js';

const FROM_ANN = { kind: 'client', socketId: 's', userId: 'ann' } as const;

const updateOf = (change: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  change(doc);
  return Y.encodeStateAsUpdate(doc);
};
const textUpdate = (text: string) => updateOf((doc) => doc.getText('prompt').insert(0, text));

describe('SharedDocument', () => {
  it('[J10] starts with the seeded settings', () => {
    const document = new SharedDocument();
    document.apply(SharedDocument.seed({ model: 'mini', steps: 20 }));
    expect(document.settings).toEqual({ model: 'mini', steps: 20 });
    expect(document.prompt).toBe('');
  });

  it('[J1] applies updates in any order', () => {
    const writer = new Y.Doc();
    const updates: Uint8Array[] = [];
    writer.on('update', (update: Uint8Array) => updates.push(update));
    for (const letter of 'a red fox') writer.getText('prompt').insert(writer.getText('prompt').length, letter);
    const backwards = new SharedDocument();
    for (const update of updates.toReversed()) expect(backwards.write(update, FROM_ANN)).toBe('applied');
    expect(backwards.prompt).toBe('a red fox');
  });

  it('[S156] erases what clients had written at some time, and not what they wrote later', () => {
    const document = new SharedDocument();
    const [ann, bob] = [new Y.Doc(), new Y.Doc()];
    ann.getText('prompt').insert(0, 'a rude word');
    ann.getText('negative').insert(0, 'blurry');
    document.write(Y.encodeStateAsUpdate(ann), FROM_ANN);
    const { textClocks } = document;
    Y.applyUpdate(bob, document.state);
    bob.getText('prompt').insert(2, 'very ');
    ann.getText('prompt').insert(11, ' later');
    for (const doc of [ann, bob]) document.write(Y.encodeStateAsUpdate(doc), FROM_ANN);
    const update = document.eraseText(textClocks);
    expect([document.prompt, document.negative]).toEqual(['very  later', '']);
    expect(document.eraseText(textClocks)).toBeNull();
    Y.applyUpdate(ann, update ?? new Uint8Array());
    expect(ann.getText('prompt').toString()).toBe(' later');
  });

  it.each([
    ['an unknown root', updateOf((doc) => doc.getText('notes').insert(0, 'x'))],
    ['a nested type', updateOf((doc) => doc.getMap('settings').set('steps', new Y.Map()))],
    ['a nested document', updateOf((doc) => doc.getMap('settings').set('steps', new Y.Doc()))],
    ['an object for a setting', updateOf((doc) => doc.getMap('settings').set('steps', { a: 1 }))],
    ['a long text for a setting', updateOf((doc) => doc.getMap('settings').set('model', 'x'.repeat(1001)))],
    ['bytes for a setting', updateOf((doc) => doc.getMap('settings').set('seed', new Uint8Array(9)))],
    ['an embed', updateOf((doc) => doc.getText('prompt').insertEmbed(0, { image: 'x' }))],
    ['an empty update', new Uint8Array()],
    ['deep nesting', new Uint8Array(60_000).fill(117)],
  ])('[J5] rejects %s and stays unchanged', (_what, update) => {
    const document = new SharedDocument();
    document.write(textUpdate('a fox'), FROM_ANN);
    const before = document.state;
    expect(document.write(update, FROM_ANN)).toBe('malformed');
    expect(document.state).toEqual(before);
  });

  /** The update that a synced client sends for a change. */
  const changeOf = (document: SharedDocument, change: (doc: Y.Doc) => void): Uint8Array => {
    const doc = new Y.Doc();
    doc.getArray('prompt');
    doc.getMap('settings');
    Y.applyUpdate(doc, document.state);
    const known = Y.encodeStateVector(doc);
    change(doc);
    return Y.encodeStateAsUpdate(doc, known);
  };
  const valuesAt = (index: number) => (doc: Y.Doc) => doc.getArray('prompt').insert(index, [1, 'two', null]);

  it.each([
    ['first', 0],
    ['between the letters', 2],
    ['last', 5],
  ])('[J5] rejects values in a text: %s', (_where, index) => {
    const document = new SharedDocument();
    document.write(textUpdate('a fox'), FROM_ANN);
    const before = document.state;
    expect(document.write(changeOf(document, valuesAt(index)), FROM_ANN)).toBe('malformed');
    expect(document.state).toEqual(before);
  });

  it('[J5] rejects values in a text that the same update creates, or later', () => {
    const doc = new Y.Doc();
    doc.getArray('prompt').insert(0, [1]);
    expect(new SharedDocument().write(Y.encodeStateAsUpdate(doc), FROM_ANN)).toBe('malformed');
    const first = Y.encodeStateVector(doc);
    doc.getArray('prompt').insert(1, [2]);
    expect(new SharedDocument().write(Y.encodeStateAsUpdate(doc, first), FROM_ANN)).toBe('malformed');
  });

  it('[J1] applies repeated changes of a setting, in one update and in several', () => {
    const document = new SharedDocument();
    document.apply(SharedDocument.seed({ model: 'mini', steps: 20 }));
    const steps =
      (...values: number[]) =>
      (doc: Y.Doc) =>
        values.forEach((value) => doc.getMap('settings').set('steps', value));
    expect(document.write(changeOf(document, steps(21, 22, 23)), FROM_ANN)).toBe('applied');
    expect(document.write(changeOf(document, steps(30)), FROM_ANN)).toBe('applied');
    const missing = changeOf(document, steps(40));
    const both = Y.mergeUpdates([missing, changeOf(document, (doc) => (Y.applyUpdate(doc, missing), steps(50)(doc)))]);
    expect(document.write(both, FROM_ANN)).toBe('applied');
    expect(document.settings).toEqual({ model: 'mini', steps: 50 });
  });

  it('[J5] checks a long chain of values within 200 ms', () => {
    const doc = new Y.Doc({ gc: false });
    for (let round = 0; round < 4_000; round++) doc.getMap('settings').set('steps', round);
    const update = Y.encodeStateAsUpdate(doc);
    const document = new SharedDocument();
    expect(cpuMsOf(() => expect(document.write(update, FROM_ANN)).toBe('applied'))).toBeLessThan(200);
  });

  it('[J5] applies nothing of a truncated update', () => {
    const doc = new Y.Doc();
    doc.getText('prompt').insert(0, 'a fox in the snow');
    doc.getText('prompt').delete(3, 5);
    doc.getMap('settings').set('steps', 20);
    const whole = Y.encodeStateAsUpdate(doc);
    for (let length = 0; length < whole.length; length++) {
      const document = new SharedDocument();
      const result = document.write(whole.slice(0, length), FROM_ANN);
      if (result === 'malformed') expect(document.prompt + JSON.stringify(document.settings)).toBe('{}');
      else expect(length).toBeGreaterThan(0);
    }
  });

  it('[J5] rejects random bytes without an error', () => {
    const document = new SharedDocument();
    document.write(textUpdate('a fox'), FROM_ANN);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        document.write(bytes, FROM_ANN);
        expect(document.prompt).toBe('a fox');
      }),
      { numRuns: 2_000 },
    );
  });

  it('[J6] never exceeds its limit, and still applies what fits', () => {
    const document = new SharedDocument(4_096);
    const writer = new Y.Doc();
    let result = 'applied';
    writer.on('update', (update: Uint8Array) => (result = document.write(update, FROM_ANN)));
    const text = writer.getText('prompt');
    while (result === 'applied') text.insert(0, 'x'.repeat(100));
    expect(result).toBe('full');
    expect(document.state.byteLength).toBeLessThanOrEqual(4_096);
    expect(document.write(textUpdate('y'), { ...FROM_ANN, userId: 'bob' })).toBe('applied');
  });

  it('[J6] counts updates that wait for missing ones', () => {
    const document = new SharedDocument(8_192);
    const floods = Array.from({ length: 200 }, (_, client) => {
      const doc = new Y.Doc();
      doc.clientID = client + 1;
      doc.getText('prompt').insert(0, 'first');
      const known = Y.encodeStateVector(doc);
      doc.getText('prompt').insert(0, 'y'.repeat(100));
      return Y.encodeStateAsUpdate(doc, known);
    });
    const results = floods.map((update) => document.write(update, FROM_ANN));
    expect(results).toContain('full');
    expect(document.state.byteLength).toBeLessThanOrEqual(8_192);
  });

  it('[J6] accepts updates again after text was deleted', () => {
    const document = new SharedDocument(4_096);
    const writer = new Y.Doc();
    const results = new Set<string>();
    writer.on('update', (update: Uint8Array) => results.add(document.write(update, FROM_ANN)));
    for (let round = 0; round < 20; round++) {
      writer.getText('prompt').insert(0, 'x'.repeat(1_000));
      writer.getText('prompt').delete(0, 1_000);
    }
    expect([...results]).toEqual(['applied']);
  });

  it('[J12] returns the updates that a client is missing', () => {
    const document = new SharedDocument();
    const offline = new Y.Doc();
    document.write(textUpdate('here '), FROM_ANN);
    offline.getText('prompt').insert(0, 'offline ');
    const missing = document.updateSince(Y.encodeStateVector(offline));
    Y.applyUpdate(offline, missing ?? new Uint8Array());
    document.write(Y.encodeStateAsUpdate(offline), FROM_ANN);
    expect(offline.getText('prompt').toString()).toBe(document.prompt);
    expect([...document.prompt.split(' ')].sort()).toEqual(['', 'here', 'offline']);
    expect(document.updateSince(new Uint8Array([200, 200]))).toBeNull();
  });

  it('[J3] merges many updates into one', () => {
    const merged = mergeUpdates(['a ', 'b ', 'c '].map(textUpdate));
    const document = new SharedDocument();
    document.apply(merged);
    expect(document.prompt.split(' ').sort()).toEqual(['', 'a', 'b', 'c']);
  });
});
