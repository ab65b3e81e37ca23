import type { MessagePage as PageView, MessageView, MessageWindow as WindowView } from '@visionary/contract';
import type { Message, MessagePage, MessageWindow } from '../domain/message.js';

/** Messages are made as the contract shows them; only what may change differs. */
export const viewOfMessage = (message: Message): MessageView => message as MessageView;
export const viewOfPage = (page: MessagePage): PageView => page as PageView;
export const viewOfWindow = (window: MessageWindow): WindowView => window as WindowView;
