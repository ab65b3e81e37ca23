import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { LOCAL_ORIGIN, SharedDocument } from './shared-document.js';

/** The server as in realtime.md: one document, updates broadcast to all others. */
function aServer() {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  awareness.setLocalState(null);
  const clients = new Set<SharedDocument>();
  const got: Uint8Array[] = [];
  let down = false;
  const join = () => {
    const client: SharedDocument = new SharedDocument({
      sendUpdate: async (update) => {
        if (down || !clients.has(client)) throw new Error('cut');
        got.push(update);
        Y.applyUpdate(doc, update);
        for (const other of clients) if (other !== client) other.receive(update);
      },
      sendAwareness: (update) => {
        applyAwarenessUpdate(awareness, update, 'client');
        for (const other of clients) if (other !== client) other.receiveAwareness(update);
      },
      onError: () => true,
      onUnconfirmed: () => undefined,
    });
    opened.push(client);
    enter(client);
    return client;
  };
  const enter = (client: SharedDocument) => {
    clients.add(client);
    const cursors = [...awareness.getStates().keys()];
    client.sync(Y.encodeStateAsUpdate(doc), encodeAwarenessUpdate(awareness, cursors));
  };
  const cut = (client: SharedDocument) => {
    clients.delete(client);
    client.onDisconnect();
  };
  return { doc, got, join, enter, cut, rejectAll: (is: boolean) => (down = is) };
}

let opened: SharedDocument[] = [];
afterEach(() => {
  for (const client of opened) client.destroy();
  opened = [];
  jest.useRealTimers();
});
const tick = () => jest.advanceTimersByTimeAsync(60);

describe('the shared document', () => {
  it('sends the edits of one tick as one update, and does not echo remote ones', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const [ana, bo] = [server.join(), server.join()];
    for (const letter of 'a fox') ana.prompt.insert(ana.prompt.length, letter);
    await tick();
    expect(bo.prompt.toString()).toBe('a fox');
    await tick();
    expect(server.got).toHaveLength(1);
  });

  it('undoes local edits and keeps remote ones', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const [ana, bo] = [server.join(), server.join()];
    ana.change(() => ana.prompt.insert(0, 'snow '));
    await tick();
    bo.change(() => bo.prompt.insert(5, 'fox'));
    bo.change(() => bo.settings.set('steps', 30));
    await tick();
    ana.undo.undo();
    await tick();
    expect([ana.prompt.toString(), bo.prompt.toString()]).toEqual(['fox', 'fox']);
    bo.undo.undo();
    expect(bo.settings.get('steps')).toBeUndefined();
    expect(bo.prompt.toString()).toBe('fox');
    bo.undo.redo();
    expect(bo.settings.get('steps')).toBe(30);
  });

  it('merges offline edits in both directions', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const [ana, bo] = [server.join(), server.join()];
    ana.prompt.insert(0, 'a fox');
    await tick();
    server.cut(ana);
    ana.prompt.insert(5, ' in snow');
    ana.prompt.delete(0, 2);
    bo.prompt.insert(0, 'night, ');
    await tick();
    expect(server.doc.getText('prompt').toString()).toBe('night, a fox');
    server.enter(ana);
    await tick();
    expect(server.doc.getText('prompt').toString()).toBe('night, fox in snow');
    expect(ana.prompt.toString()).toBe(bo.prompt.toString());
  });

  it('sends nothing after a reconnect when both are equal, and only a deletion when that is the difference', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const ana = server.join();
    ana.prompt.insert(0, 'a fox');
    await tick();
    server.cut(ana);
    server.enter(ana);
    await tick();
    expect(server.got).toHaveLength(1);
    server.cut(ana);
    ana.prompt.delete(0, 2);
    server.enter(ana);
    await tick();
    expect(server.doc.getText('prompt').toString()).toBe('fox');
  });

  it('sends again what was lost with the connection', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const ana = server.join();
    server.rejectAll(true);
    ana.prompt.insert(0, 'fox');
    await tick();
    ana.prompt.insert(3, 'es');
    server.rejectAll(false);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(server.doc.getText('prompt').toString()).toBe('foxes');
  });

  it('does not resend a rejected update', async () => {
    jest.useFakeTimers();
    const sendUpdate = jest.fn(async () => Promise.reject(new Error('full')));
    const ana = new SharedDocument({
      sendUpdate,
      sendAwareness: () => undefined,
      onError: () => false,
      onUnconfirmed: () => undefined,
    });
    opened.push(ana);
    ana.sync(Y.encodeStateAsUpdate(new Y.Doc()));
    ana.prompt.insert(0, 'fox');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sendUpdate).toHaveBeenCalledTimes(1);
  });

  it('publishes a cursor, removes all cursors on disconnect, and shows them again afterwards', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const [ana, bo] = [server.join(), server.join()];
    bo.awareness.setLocalState({ user: { id: 'bo' } });
    await tick();
    expect(ana.awareness.getStates().get(bo.doc.clientID)).toEqual({ user: { id: 'bo' } });
    server.cut(ana);
    expect([...ana.awareness.getStates().keys()]).toEqual([]);
    server.enter(ana);
    expect(ana.awareness.getStates().get(bo.doc.clientID)).toEqual({ user: { id: 'bo' } });
    bo.destroy();
    opened = opened.filter((client) => client !== bo);
    expect(ana.awareness.getStates().get(bo.doc.clientID)).toBeUndefined();
  });

  it('keeps its cursor, its text, and a clean end when another client uses its id', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const [ana, bo] = [server.join(), server.join()];
    const visible = ana.awareness.clientID;
    ana.awareness.setLocalState({ user: { id: 'ana' } });
    await tick();
    const forger = new Y.Doc();
    forger.clientID = visible;
    forger.getText('prompt').insert(0, 'not ana');
    ana.receive(Y.encodeStateAsUpdate(forger));
    expect(ana.doc.clientID).not.toBe(visible);
    ana.awareness.setLocalState({ user: { id: 'ana' }, cursor: null });
    await tick();
    expect(bo.awareness.getStates().get(visible)).toEqual({ user: { id: 'ana' }, cursor: null });
    server.cut(ana);
    expect(ana.awareness.getLocalState()).not.toBeNull();
    server.enter(ana);
    ana.destroy();
    opened = opened.filter((client) => client !== ana);
    expect(bo.awareness.getStates().get(visible)).toBeUndefined();
  });

  it('[S158] knows the clients of its user: this page, those that the server names, and those of restored edits', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const ana = server.join();
    const unsent = new Y.Doc();
    unsent.getText('prompt').insert(0, 'typed offline');
    ana.sync(Y.encodeStateAsUpdate(server.doc), undefined, [7]);
    ana.restore(Y.encodeStateAsUpdate(unsent));
    expect(ana.ownClients).toEqual(new Set([ana.doc.clientID, 7, unsent.clientID]));
  });

  it('[S159] shows documents without a common history, each instead of the one before, and sends nothing', async () => {
    jest.useFakeTimers();
    const server = aServer();
    const visitor = server.join();
    const masked = (prompt: string, settings: Readonly<Record<string, unknown>> = {}) => {
      const doc = new Y.Doc();
      doc.getText('prompt').insert(0, prompt);
      for (const [name, value] of Object.entries(settings)) doc.getMap('settings').set(name, value);
      return Y.encodeStateAsUpdate(doc);
    };
    visitor.show(masked('a fox with a ••••', { steps: 20, seed: 1 }));
    visitor.show(masked('a red fox with a hat', { steps: 30 }));
    await tick();
    expect([visitor.prompt.toString(), visitor.settings.toJSON()]).toEqual(['a red fox with a hat', { steps: 30 }]);
    expect([visitor.hasShown, server.got]).toEqual([true, []]);
  });

  it('converges after any edits of three clients with unstable connections', async () => {
    jest.useFakeTimers();
    const action = fc.record({
      who: fc.integer({ min: 0, max: 2 }),
      what: fc.constantFrom('write', 'erase', 'set', 'cut', 'enter', 'undo', 'wait'),
      where: fc.nat(200),
      word: fc.string({ minLength: 1, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (script) => {
        const server = aServer();
        const copies = [server.join(), server.join(), server.join()];
        for (const { who, what, where, word } of script) {
          const copy = copies[who] as SharedDocument;
          const at = copy.prompt.length === 0 ? 0 : where % copy.prompt.length;
          if (what === 'write') copy.change(() => copy.prompt.insert(at, word));
          if (what === 'erase') copy.change(() => copy.prompt.delete(at, Math.min(3, copy.prompt.length - at)));
          if (what === 'set') copy.doc.transact(() => copy.settings.set('steps', where), LOCAL_ORIGIN);
          if (what === 'cut') server.cut(copy);
          if (what === 'enter') server.enter(copy);
          if (what === 'undo') copy.undo.undo();
          if (what === 'wait') await tick();
        }
        for (const copy of copies) server.enter(copy);
        await jest.advanceTimersByTimeAsync(3_000);
        for (const copy of copies) {
          expect(copy.prompt.toString()).toBe(server.doc.getText('prompt').toString());
          expect(copy.settings.toJSON()).toEqual(server.doc.getMap('settings').toJSON());
        }
        while (opened.length > 0) opened.pop()?.destroy();
      }),
      { numRuns: 60, verbose: true },
    );
  });
});
