import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { collaboratorsIn, cursorIndex, usersOf } from './awareness.js';

const ana = { id: '3f2b8c1e-0d52-4c11-9f0a-6a1d5f4e2b10', name: 'Ana' };
const at = (text: Y.Text, index: number) =>
  Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index));

function aDocument() {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const messageKey = (clientId: number, state: unknown) => {
    awareness.states.set(clientId, state as Record<string, unknown>);
  };
  return { doc, awareness, messageKey, prompt: doc.getText('prompt'), end: () => awareness.destroy() };
}

describe('the collaborators in a document', () => {
  it('are all users but me, with their cursors', () => {
    const { awareness, messageKey, prompt, end } = aDocument();
    prompt.insert(0, 'a fox');
    awareness.setLocalState({ user: ana });
    messageKey(7, {
      user: { ...ana, ink: 3 },
      cursor: { field: 'prompt', anchor: at(prompt, 2), head: at(prompt, 5) },
    });
    messageKey(8, { user: ana, setting: 'steps' });
    const collaborators = collaboratorsIn(awareness);
    expect(collaborators.map(({ setting }) => setting)).toEqual([null, 'steps']);
    expect(cursorIndex(prompt, collaborators[0]?.cursor?.anchor)).toBe(2);
    prompt.insert(0, 'at night ');
    expect(cursorIndex(prompt, collaborators[0]?.cursor?.head)).toBe(14);
    expect(usersOf(collaborators)).toEqual([ana]);
    end();
  });

  it('ignore invalid states of other clients', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (state, position) => {
        const { awareness, messageKey, prompt, end } = aDocument();
        messageKey(7, state);
        messageKey(8, { user: ana, cursor: position, setting: state });
        expect(collaboratorsIn(awareness).map(({ user }) => user)).toEqual([ana]);
        expect(cursorIndex(prompt, position)).toBeNull();
        end();
      }),
    );
  });

  it('have no cursor in this text if its position is in another', () => {
    const { doc, prompt, end } = aDocument();
    const negative = doc.getText('negative');
    negative.insert(0, 'blur');
    expect(cursorIndex(prompt, at(negative, 2))).toBeNull();
    end();
  });
});
