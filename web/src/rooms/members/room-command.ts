import type { CommandName, CommandPayload, RoomEvent } from '@visionary/contract';
import { randomUuid } from '../../shared/random-uuid.js';
import { useSocket } from '../../shared/socket/index.js';

/** Commands that leave an event in the room log and can be repeated. */
type Managing = Extract<CommandName, `rooms.${'update' | 'setRole' | 'kick' | 'mute' | 'ban' | 'archive' | 'leave'}`>;

/** Sends a room command once, also across reconnects. @throws Rejection */
export async function sendRoomCommand<C extends Managing>(
  command: C,
  payload: Omit<CommandPayload<C>, 'clientId'>,
): Promise<RoomEvent> {
  const fullPayload = { ...payload, clientId: randomUuid() } as unknown as CommandPayload<C>;
  const { event } = (await useSocket().send(command, fullPayload, { queue: true })) as { event: RoomEvent };
  return event;
}
