/** Bus topic: a session is over, and every node cuts the sockets it holds of it. */
export const SESSION_ENDED_TOPIC = 'session.ended';

export interface SessionEndedMessage {
  readonly sessionId: string;
}
