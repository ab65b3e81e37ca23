import type { AttachmentView, MessageView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { orToast } from '../../shared/use-action.js';
import { useRoomStore } from '../../rooms/index.js';
import { openRemovalDialog, openReportDialog } from '../../safety/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { displayName } from '../../shared/users/index.js';
import { copyText } from '../../shared/copy-text.js';
import { toast } from '../../shared/ui/index.js';
import { useChatStore } from '../messages/chat-store.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import type { PendingMessage } from '../messages/pending-message.js';
import type { MessageActions } from './message-actions.js';
import { withNames } from '../../shared/markdown/message-text.js';
import { t } from '../../shared/i18n/index.js';

/** The images of a message, opened in the viewer. */
export interface OpenImage {
  readonly images: readonly AttachmentView[];
  readonly at: number;
  readonly of: MessageView;
}

/** The reactions of a message, opened at one emoji. */
interface OpenReactions {
  readonly of: MessageView;
  readonly emoji: string | null;
}

interface UseMessageActionsOptions {
  pick(message: MessageView): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
  rewrite(pending: PendingMessage): void;
}

/** Actions on messages, and the open dialog: confirmation, edit history, or image. */
export function useMessageActions({ pick, reply, edit, rewrite }: UseMessageActionsOptions) {
  const [chat, outbox] = [useChatStore(), useOutboxStore()];
  const [room, session] = [useRoomStore(), useSessionStore()];
  const removing = shallowRef<MessageView | null>(null);
  const versionsOf = shallowRef<MessageView | null>(null);
  const openReactions = shallowRef<OpenReactions | null>(null);
  const openImage = shallowRef<OpenImage | null>(null);

  async function copy(text: string, successText: string): Promise<void> {
    const copied = await copyText(text, document.activeElement);
    toast(copied ? { text: successText, kind: 'good' } : { text: t('message.notCopied'), kind: 'bad' });
  }

  const actions: MessageActions = {
    react: outbox.react,
    pin: outbox.pin,
    pick,
    reply,
    edit,
    rewrite,
    remove(message) {
      if (message.author.id === session.me?.id || room.mayManage) return void (removing.value = message);
      openRemovalDialog({
        subject: { kind: 'message', id: message.id },
        about: t('removal.by', { name: displayName(message.author) }),
      });
    },
    copyLink: ({ roomId, id }) =>
      void copy(`${location.origin}/rooms/${roomId}?message=${id}`, t('message.linkCopied')),
    copyText: ({ text, mentions }) => void copy(withNames(text, mentions), t('message.textCopied')),
    markUnread: (message) =>
      void orToast(async () => {
        await chat.markUnread(message);
        toast({ text: t('message.unreadNow'), kind: 'good' });
      }),
    report: ({ id, author }) =>
      openReportDialog({ kind: 'message', id }, t('reports.about.message', { name: author.name })),
    showVersions: (message) => void (versionsOf.value = message),
    showReactions: (of, emoji = undefined) => void (openReactions.value = { of, emoji: emoji ?? null }),
    jump: (messageId) => void orToast(() => chat.jumpTo({ messageId })),
    look: (images, at, of) => void (openImage.value = { images, at, of }),
  };
  /** After the confirmation. */
  function remove(): void {
    if (removing.value) outbox.remove(removing.value);
  }
  return { actions, removing, versionsOf, openReactions, openImage, remove };
}
