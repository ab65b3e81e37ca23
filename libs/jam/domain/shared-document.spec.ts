import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as Y from 'yjs';
import { mergeUpdates, SharedDocument } from './shared-document.js';

const FROM_ANN = { kind: 'client', socketId: 's', userId: 'ann' } as const;

const updateOf = (change: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  change(doc);
  return Y.encodeStateAsUpdate(doc);
};
const words = (text: string) => updateOf((doc) => doc.getText('prompt').insert(0, text));

describe('SharedDocument', () => {
  it('[J10] begins with the settings it is seeded with', () => {
    const document = new SharedDocument();
    document.take(SharedDocument.seed({ model: 'mini', steps: 20 }));
    expect(document.settings).toEqual({ model: 'mini', steps: 20 });
    expect(document.prompt).toBe('');
  });

  it('[J1] takes edits in whatever order they come', () => {
    const writer = new Y.Doc();
    const updates: Uint8Array[] = [];
    writer.on('update', (update: Uint8Array) => updates.push(update));
    for (const letter of 'a red fox') writer.getText('prompt').insert(writer.getText('prompt').length, letter);
    const backwards = new SharedDocument();
    for (const update of updates.toReversed()) expect(backwards.write(update, FROM_ANN)).toBe('applied');
    expect(backwards.prompt).toBe('a red fox');
  });

  it.each([
    ['an unknown root', updateOf((doc) => doc.getText('notes').insert(0, 'x'))],
    ['a nested type', updateOf((doc) => doc.getMap('settings').set('steps', new Y.Map()))],
    ['a nested document', updateOf((doc) => doc.getMap('settings').set('steps', new Y.Doc()))],
    ['an object for a setting', updateOf((doc) => doc.getMap('settings').set('steps', { a: 1 }))],
    ['a long text for a setting', updateOf((doc) => doc.getMap('settings').set('model', 'x'.repeat(1001)))],
    ['bytes for a setting', updateOf((doc) => doc.getMap('settings').set('seed', new Uint8Array(9)))],
    ['an embedded thing', updateOf((doc) => doc.getText('prompt').insertEmbed(0, { image: 'x' }))],
    ['nothing', new Uint8Array()],
    ['endless nesting', new Uint8Array(60_000).fill(117)],
  ])('[J5] refuses %s and stays as it was', (_what, update) => {
    const document = new SharedDocument();
    document.write(words('a fox'), FROM_ANN);
    const before = document.state;
    expect(document.write(update, FROM_ANN)).toBe('malformed');
    expect(document.state).toEqual(before);
  });

  /** What a page that knows the document would send for a change. */
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
  ])('[J5] refuses values in a text: %s', (_where, index) => {
    const document = new SharedDocument();
    document.write(words('a fox'), FROM_ANN);
    const before = document.state;
    expect(document.write(changeOf(document, valuesAt(index)), FROM_ANN)).toBe('malformed');
    expect(document.state).toEqual(before);
  });

  it('[J5] refuses values in a text that comes along with them, or later', () => {
    const doc = new Y.Doc();
    doc.getArray('prompt').insert(0, [1]);
    expect(new SharedDocument().write(Y.encodeStateAsUpdate(doc), FROM_ANN)).toBe('malformed');
    const first = Y.encodeStateVector(doc);
    doc.getArray('prompt').insert(1, [2]);
    expect(new SharedDocument().write(Y.encodeStateAsUpdate(doc, first), FROM_ANN)).toBe('malformed');
  });

  it('[J1] takes a setting changed many times over, alone and in one update, whoever set it before', () => {
    const document = new SharedDocument();
    document.take(SharedDocument.seed({ model: 'mini', steps: 20 }));
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

  it('[J5] looks through values that hang on each other within 200 ms', () => {
    const doc = new Y.Doc({ gc: false });
    for (let turn = 0; turn < 4_000; turn++) doc.getMap('settings').set('steps', turn);
    const update = Y.encodeStateAsUpdate(doc);
    const before = performance.now();
    expect(new SharedDocument().write(update, FROM_ANN)).toBe('applied');
    expect(performance.now() - before).toBeLessThan(200);
  });

  it('[J5] keeps nothing of an update that breaks off', () => {
    const doc = new Y.Doc();
    doc.getText('prompt').insert(0, 'a fox in the snow');
    doc.getText('prompt').delete(3, 5);
    doc.getMap('settings').set('steps', 20);
    const whole = Y.encodeStateAsUpdate(doc);
    for (let length = 0; length < whole.length; length++) {
      const document = new SharedDocument();
      const verdict = document.write(whole.slice(0, length), FROM_ANN);
      if (verdict === 'malformed') expect(document.prompt + JSON.stringify(document.settings)).toBe('{}');
      else expect(length).toBeGreaterThan(0);
    }
  });

  it('[J5] survives random bytes', () => {
    const document = new SharedDocument();
    document.write(words('a fox'), FROM_ANN);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        document.write(bytes, FROM_ANN);
        expect(document.prompt).toBe('a fox');
      }),
      { numRuns: 2_000 },
    );
  });

  it('[J6] never grows beyond its limit, and goes on taking what fits', () => {
    const document = new SharedDocument(4_096);
    const writer = new Y.Doc();
    let verdict = 'applied';
    writer.on('update', (update: Uint8Array) => (verdict = document.write(update, FROM_ANN)));
    const text = writer.getText('prompt');
    while (verdict === 'applied') text.insert(0, 'x'.repeat(100));
    expect(verdict).toBe('full');
    expect(document.state.byteLength).toBeLessThanOrEqual(4_096);
    expect(document.write(words('y'), { ...FROM_ANN, userId: 'bob' })).toBe('applied');
  });

  it('[J6] counts what waits for something that never comes', () => {
    const document = new SharedDocument(8_192);
    const floods = Array.from({ length: 200 }, (_, client) => {
      const doc = new Y.Doc();
      doc.clientID = client + 1;
      doc.getText('prompt').insert(0, 'first');
      const known = Y.encodeStateVector(doc);
      doc.getText('prompt').insert(0, 'y'.repeat(100));
      return Y.encodeStateAsUpdate(doc, known);
    });
    const verdicts = floods.map((update) => document.write(update, FROM_ANN));
    expect(verdicts).toContain('full');
    expect(document.state.byteLength).toBeLessThanOrEqual(8_192);
  });

  it('[J6] has room again when text was deleted', () => {
    const document = new SharedDocument(4_096);
    const writer = new Y.Doc();
    const verdicts = new Set<string>();
    writer.on('update', (update: Uint8Array) => verdicts.add(document.write(update, FROM_ANN)));
    for (let turn = 0; turn < 20; turn++) {
      writer.getText('prompt').insert(0, 'x'.repeat(1_000));
      writer.getText('prompt').delete(0, 1_000);
    }
    expect([...verdicts]).toEqual(['applied']);
  });

  it('[J12] says what somebody who was away lacks', () => {
    const document = new SharedDocument();
    const away = new Y.Doc();
    document.write(words('here '), FROM_ANN);
    away.getText('prompt').insert(0, 'away ');
    const missing = document.since(Y.encodeStateVector(away));
    Y.applyUpdate(away, missing ?? new Uint8Array());
    document.write(Y.encodeStateAsUpdate(away), FROM_ANN);
    expect(away.getText('prompt').toString()).toBe(document.prompt);
    expect([...document.prompt.split(' ')].sort()).toEqual(['', 'away', 'here']);
    expect(document.since(new Uint8Array([200, 200]))).toBeNull();
  });

  it('merges many updates into one', () => {
    const merged = mergeUpdates(['a ', 'b ', 'c '].map(words));
    const document = new SharedDocument();
    document.take(merged);
    expect(document.prompt.split(' ').sort()).toEqual(['', 'a', 'b', 'c']);
  });
});
