/** Bus topic: a session ended. Every node disconnects its sockets. */
export const SESSION_ENDED_TOPIC = 'session.ended';

export interface SessionEndedMessage {
  readonly sessionId: string;
}
