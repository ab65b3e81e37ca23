import { SqlDownloadCounts } from './storage/downloads/sql-download-counts.js';
import { CountDownloads } from './use-cases/downloads/count-downloads.js';
import { FindDownload } from './use-cases/downloads/find-download.js';
import { DownloadCounter } from './api/downloads/download-counter.js';
import { DownloadsController } from './api/downloads/downloads.controller.js';

/** Downloads of versions. */
export const downloads = {
  controllers: [DownloadsController],
  providers: [SqlDownloadCounts, CountDownloads, FindDownload, DownloadCounter],
  exports: [],
};
