import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import { actionsFor, type MessagePermissions } from './message-menu.js';

const ana = { id: 'ana', name: 'Ana' };
const message = (more: Partial<MessageView> = {}): MessageView => ({
  ...{ id: 'm', roomId: 'r', seq: 1, clientId: 'c', author: ana, text: 'hello', at: 0, reactions: [] },
  ...more,
});
type Viewer = MessagePermissions & { readonly myId: string | undefined };
const nobody: Viewer = { myId: undefined, mayReact: false, mayWrite: false, mayManage: false, mayModerate: false };
const viewer: Viewer = { ...nobody, myId: 'bo', mayReact: true };
const editor: Viewer = { ...viewer, mayWrite: true };

describe('the message menu', () => {
  it.each<[string, Viewer, MessageView, string]>([
    ['to a visitor', nobody, message(), 'copyText copyLink'],
    ['to a viewer', viewer, message(), 'react copyText copyLink markUnread report'],
    ['to an editor', editor, message(), 'reply react pin copyText copyLink markUnread report'],
    [
      'to its author',
      { ...editor, myId: 'ana' },
      message(),
      'reply react edit pin copyText copyLink markUnread remove',
    ],
    ['to its muted author', { ...nobody, myId: 'ana' }, message(), 'copyText copyLink markUnread remove'],
    [
      'to an owner',
      { ...editor, mayManage: true },
      message(),
      'reply react pin copyText copyLink markUnread report remove',
    ],
    [
      'to a moderator',
      { ...editor, mayModerate: true },
      message(),
      'reply react pin copyText copyLink markUnread report remove',
    ],
    [
      'for a pinned message',
      editor,
      message({ pinned: { by: ana, at: 1 } }),
      'reply react unpin copyText copyLink markUnread report',
    ],
    [
      'for a message with reactions',
      nobody,
      message({ reactions: [{ emoji: '👍', count: 1, users: [ana] }] }),
      'reactions copyText copyLink',
    ],
    ['for a message with images only', editor, message({ text: '' }), 'reply react pin copyLink markUnread report'],
    ['nothing for a deleted message', { ...editor, mayManage: true }, message({ deleted: { by: ana, at: 1 } }), ''],
  ])('[C32] offers %s', (_, rights, of, expected) =>
    expect(actionsFor(of, rights.myId, rights).join(' ')).toBe(expected),
  );
});
