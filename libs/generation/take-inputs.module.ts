import { join } from 'node:path';
import { UnitOfWork } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { FileHashes } from './domain/file-hashes.js';
import { PublishedModels } from './domain/published-models.js';
import { LoraCatalog, LoraLimits } from './domain/loras.js';
import { ImageUsage, Uploads } from './domain/uploads.js';
import { DiskFileHashes } from './storage/disk-file-hashes.js';
import { LocalLoraCatalog } from './storage/local-lora-catalog.js';
import { HubLoraCompatibility } from './storage/hub-lora-compatibility.js';
import { CombinedLoraCatalog } from './storage/joined-catalogs.js';
import { LoraCompatibilityChecker } from './storage/lora-compatibility-checker.js';
import { SqlUploads } from './storage/sql-uploads.js';
import { CheckSettings } from './use-cases/check-settings.js';
import { CheckSteer } from './use-cases/check-steer.js';
import { ResolveLoras } from './use-cases/resolve-loras.js';
import { ResolveInitImage } from './use-cases/resolve-init-image.js';
import { FindUpload } from './use-cases/find-upload.js';
import { RemoveUnusedUpload } from './use-cases/remove-unused-upload.js';
import { StoreUpload } from './use-cases/store-upload.js';
import { PrepareRepeat } from './use-cases/prepare-repeat.js';
import { loraLimits } from './api/contract-limits.js';
import { DeleteRemovedUploadFiles } from './api/delete-removed-upload-files.js';
import { UploadImageReader } from './api/upload-image-reader.js';
import { RenderInputs } from './api/renderer/render-inputs.js';
import { UploadRights } from './api/upload-rights.js';

/** What a take is made from beside words: images users brought, LoRAs, another take. */
export const takeInputs = [
  { provide: Uploads, useClass: SqlUploads },
  ImageUsage,
  { provide: LoraLimits, useValue: loraLimits },
  {
    provide: LoraCatalog,
    inject: [Config, PublishedModels, UnitOfWork],
    useFactory: ({ modelsDir }: Config, offers: PublishedModels, unitOfWork: UnitOfWork) => {
      const fits = new LoraCompatibilityChecker();
      const folder = new LocalLoraCatalog(join(modelsDir, 'loras'), fits);
      return new CombinedLoraCatalog(
        folder,
        offers,
        new HubLoraCompatibility(offers, fits, () => unitOfWork.isRunning),
      );
    },
  },
  { provide: FileHashes, useClass: DiskFileHashes },
  ...[CheckSettings, CheckSteer, ResolveLoras, PrepareRepeat, RenderInputs],
  ...[
    ResolveInitImage,
    FindUpload,
    StoreUpload,
    RemoveUnusedUpload,
    DeleteRemovedUploadFiles,
    UploadImageReader,
    UploadRights,
  ],
];
