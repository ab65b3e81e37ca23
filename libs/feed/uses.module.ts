import { MadeCounts } from './domain/uses/made-counts.js';
import { SqlMadeCounts } from './storage/uses/sql-made-counts.js';
import { CountMade } from './usecases/uses/count-made.js';
import { MadeHere } from './usecases/uses/made-here.js';
import { CountPictures } from './wire/uses/count-pictures.js';

/** How much of what is in the feed was made with what people share in the hub. */
export const uses = {
  controllers: [],
  providers: [{ provide: MadeCounts, useClass: SqlMadeCounts }, CountMade, CountPictures, MadeHere],
};
