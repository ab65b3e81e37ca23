import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { UploadForgotten } from '../domain/uploads.js';
import { ForgetUpload } from '../usecases/forget-upload.js';

/** What is rolled back loses no picture: files go after the commit. */
@Injectable()
export class DropForgottenUploads implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly forget: ForgetUpload,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UploadForgotten, ({ sha256 }) => this.forget.drop(sha256));
  }
}
