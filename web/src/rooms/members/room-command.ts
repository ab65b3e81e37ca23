import type { CommandName, CommandPayload, RoomEvent } from '@visionary/contract';
import { randomUuid } from '../../shared/random-uuid.js';
import { useSocket } from '../../shared/socket/index.js';

/** What leaves an event in the room's log and can be asked again. */
type Managing = Extract<CommandName, `rooms.${'update' | 'setRole' | 'kick' | 'mute' | 'ban' | 'archive' | 'leave'}`>;

/**
 * Asks for one change of a room, once, however often the line breaks before its answer.
 * @throws Rejection
 */
export async function sendRoomCommand<C extends Managing>(
  command: C,
  payload: Omit<CommandPayload<C>, 'clientId'>,
): Promise<RoomEvent> {
  const whole = { ...payload, clientId: randomUuid() } as unknown as CommandPayload<C>;
  const { event } = (await useSocket().send(command, whole, { queue: true })) as { event: RoomEvent };
  return event;
}
