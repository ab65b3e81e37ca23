/** How much one person or one room may have in the line, waiting or rendering. */
export abstract class QueueLimits {
  abstract readonly perPerson: number;
  abstract readonly perRoom: number;
}
