import { useSocket } from '../../shared/socket/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import { parseTakeLink, type TakeLink } from '../take-cards/take-link.js';
import type { useAttachments } from './use-attachments.js';

/** Attaches pasted images and turns a take link into a card; other content is pasted unchanged. */
export async function handlePaste(
  event: ClipboardEvent,
  attachments: ReturnType<typeof useAttachments>,
  unknownTakeText: string,
): Promise<void> {
  const files = [...(event.clipboardData?.files ?? [])];
  const link = parseTakeLink(event.clipboardData?.getData('text/plain') ?? '', location.origin);
  if (files.length === 0 && !link) return;
  // Stops the room's own paste handler.
  event.stopPropagation();
  event.preventDefault();
  attachments.add(files);
  if (!link) return;
  const take = await takeAt(link);
  if (take) attachments.take.value = { take };
  else toast({ text: unknownTakeText, kind: 'bad' });
}

/** A take link has the take's number; the page of takes up to it starts with that take. */
async function takeAt({ roomId, number }: TakeLink) {
  try {
    const { takes } = await useSocket().send('jam.listTakesBefore', { roomId, beforeNumber: number + 1 });
    return takes.find((take) => take.number === number) ?? null;
  } catch (error) {
    toRejection(error);
    return null;
  }
}
