import { DownloadCounts } from './domain/downloads/download-counts.js';
import { SqlDownloadCounts } from './storage/downloads/sql-download-counts.js';
import { CountDownloads } from './usecases/downloads/count-downloads.js';
import { FindDownload } from './usecases/downloads/find-download.js';
import { DownloadCounter } from './wire/downloads/download-counter.js';
import { DownloadsController } from './wire/downloads/downloads.controller.js';

/** Files of versions, as people take them along. */
export const downloads = {
  controllers: [DownloadsController],
  providers: [
    { provide: DownloadCounts, useClass: SqlDownloadCounts },
    ...[CountDownloads, FindDownload, DownloadCounter],
  ],
  exports: [],
};
