import type { MessageView } from '@visionary/contract';

/** What the user may do in the room. */
export interface MessagePermissions {
  readonly mayReact: boolean;
  readonly mayWrite: boolean;
  /** Can delete messages of others. */
  readonly mayManage: boolean;
  /** Can remove messages of others by a decision. */
  readonly mayModerate: boolean;
}

export type MessageAction =
  | 'reply'
  | 'react'
  | 'reactions'
  | 'edit'
  | 'pin'
  | 'unpin'
  | 'copyText'
  | 'copyLink'
  | 'markUnread'
  | 'report'
  | 'remove';

/** The actions of a message, in menu order. A deleted message has none. */
export function actionsFor(
  message: MessageView,
  myId: string | undefined,
  { mayReact, mayWrite, mayManage, mayModerate }: MessagePermissions,
): MessageAction[] {
  if (message.deleted) return [];
  const isMine = message.author.id === myId;
  const offered: [MessageAction, boolean][] = [
    ['reply', mayWrite],
    ['react', mayReact],
    ['reactions', message.reactions.length > 0],
    ['edit', isMine && mayWrite],
    [message.pinned ? 'unpin' : 'pin', mayWrite],
    ['copyText', message.text !== ''],
    ['copyLink', true],
    ['markUnread', myId !== undefined],
    ['report', myId !== undefined && !isMine],
    ['remove', myId !== undefined && (isMine || mayManage || mayModerate)],
  ];
  return offered.filter(([, is]) => is).map(([action]) => action);
}
