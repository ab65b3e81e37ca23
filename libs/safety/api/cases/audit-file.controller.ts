import { Controller, Header, Query, StreamableFile } from '@nestjs/common';
import { type AuditExportQuery, ROUTES } from '@visionary/contract';
import { AdminDirectory, type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { Readable } from 'node:stream';
import { ExportAudit } from '../../use-cases/cases/export-audit.js';

/** The log as a file, to be kept elsewhere. */
@Controller()
export class AuditFileController {
  constructor(
    private readonly exporting: ExportAudit,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('exportAudit')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="visionary-audit.csv"')
  async take(
    @Query({ schema: ROUTES.exportAudit.query }) query: AuditExportQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<StreamableFile> {
    await this.adminDirectory.require(user, 'moderator');
    return new StreamableFile(Readable.from(this.exporting.run(query)));
  }
}
