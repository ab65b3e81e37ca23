import { DownloadCounts } from './domain/downloads/download-counts.js';
import { SqlDownloadCounts } from './storage/downloads/sql-download-counts.js';
import { CountDownloads } from './use-cases/downloads/count-downloads.js';
import { FindDownload } from './use-cases/downloads/find-download.js';
import { DownloadCounter } from './api/downloads/download-counter.js';
import { DownloadsController } from './api/downloads/downloads.controller.js';

/** Files of versions, as users take them along. */
export const downloads = {
  controllers: [DownloadsController],
  providers: [
    { provide: DownloadCounts, useClass: SqlDownloadCounts },
    ...[CountDownloads, FindDownload, DownloadCounter],
  ],
  exports: [],
};
