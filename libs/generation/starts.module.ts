import { join } from 'node:path';
import { Config } from '@visionary/platform/config';
import { FileHashes } from './domain/file-hashes.js';
import { HubOffers } from './domain/hub-offers.js';
import { LoraCatalogue, LoraLimits } from './domain/loras.js';
import { PictureHolders, Uploads } from './domain/uploads.js';
import { DiskFileHashes } from './storage/disk-file-hashes.js';
import { FolderLoraCatalogue } from './storage/folder-lora-catalogue.js';
import { HubFits } from './storage/hub-fits.js';
import { JoinedLoraCatalogue } from './storage/joined-catalogues.js';
import { LoraFits } from './storage/lora-fits.js';
import { SqlUploads } from './storage/sql-uploads.js';
import { CheckSettings } from './usecases/check-settings.js';
import { CheckSteer } from './usecases/check-steer.js';
import { ChooseLoras } from './usecases/choose-loras.js';
import { FindInit } from './usecases/find-init.js';
import { FindUpload } from './usecases/find-upload.js';
import { ForgetUpload } from './usecases/forget-upload.js';
import { KeepUpload } from './usecases/keep-upload.js';
import { PrepareRepeat } from './usecases/prepare-repeat.js';
import { loraLimits } from './wire/contract-limits.js';
import { DropForgottenUploads } from './wire/drop-forgotten-uploads.js';
import { PictureReader } from './wire/picture-reader.js';
import { OrderParts } from './wire/renderer/order-parts.js';
import { UploadRights } from './wire/upload-rights.js';

/** What a take is made from beside words: pictures people brought, LoRAs, another take. */
export const starts = [
  { provide: Uploads, useClass: SqlUploads },
  PictureHolders,
  { provide: LoraLimits, useValue: loraLimits },
  {
    provide: LoraCatalogue,
    inject: [Config, HubOffers],
    useFactory: ({ modelsDir }: Config, offers: HubOffers) => {
      const fits = new LoraFits();
      const folder = new FolderLoraCatalogue(join(modelsDir, 'loras'), fits);
      return new JoinedLoraCatalogue(folder, offers, new HubFits(offers, fits));
    },
  },
  { provide: FileHashes, useClass: DiskFileHashes },
  ...[CheckSettings, CheckSteer, ChooseLoras, PrepareRepeat, OrderParts],
  ...[FindInit, FindUpload, KeepUpload, ForgetUpload, DropForgottenUploads, PictureReader, UploadRights],
];
