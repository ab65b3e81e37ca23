/** How much one user or one room may have in the line, waiting or rendering. */
export abstract class QueueLimits {
  abstract readonly perUser: number;
  abstract readonly perRoom: number;
}
