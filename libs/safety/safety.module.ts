import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { NotificationsModule } from '@visionary/notifications';
import { BlockedTermNameRule } from './api/blocked-terms/blocked-term-name-rule.js';
import { BlockedTermsGateway } from './api/blocked-terms/blocked-terms.gateway.js';
import { TermListSync } from './api/blocked-terms/term-list-sync.js';
import { TermsController } from './api/blocked-terms/terms.controller.js';
import { AuditController } from './api/cases/audit.controller.js';
import { CaseBroadcaster } from './api/cases/case-broadcaster.js';
import { CasePresenter } from './api/cases/case-presenter.js';
import { CasesController } from './api/cases/cases.controller.js';
import { CasesGateway } from './api/cases/cases.gateway.js';
import { MyStandingController } from './api/cases/my-standing.controller.js';
import { StandingsController } from './api/cases/standings.controller.js';
import { UploadImageCheck } from './api/images/upload-image-check.js';
import { PromptPrefixBroadcaster } from './api/prompt-prefixes/prompt-prefix-broadcaster.js';
import { PromptPrefixesController } from './api/prompt-prefixes/prompt-prefixes.controller.js';
import { PromptPrefixesGateway } from './api/prompt-prefixes/prompt-prefixes.gateway.js';
import { ModerationRegistry } from './domain/cases/moderation-registry.js';
import { Terms } from './storage/blocked-terms/terms.js';
import { AuditLog } from './storage/cases/audit-log.js';
import { CaseReports } from './storage/cases/case-reports.js';
import { Cases } from './storage/cases/cases.js';
import { Decisions } from './storage/cases/decisions.js';
import { FingerprintVerdicts } from './storage/fingerprints/fingerprint-verdicts.js';
import { PromptPrefixes } from './storage/prompt-prefixes/prompt-prefixes.js';
import { CheckForm, CheckText } from './use-cases/blocked-terms/check-text.js';
import { MatchTerms } from './use-cases/blocked-terms/match-terms.js';
import { TermFilter } from './use-cases/blocked-terms/term-filter.js';
import { TermsService } from './use-cases/blocked-terms/terms.service.js';
import { AppealsService } from './use-cases/cases/appeals.service.js';
import { ApplyDecision } from './use-cases/cases/apply-decision.js';
import { AuditService } from './use-cases/cases/audit.service.js';
import { RoleChangeLog } from './use-cases/cases/role-change-log.js';
import { CaseAccountHandler } from './use-cases/cases/case-account-handler.js';
import { CaseNotifier } from './use-cases/cases/case-notifier.js';
import { CaseReader } from './use-cases/cases/case-reader.js';
import { CasesService } from './use-cases/cases/cases.service.js';
import { DecisionsInForce } from './use-cases/cases/decisions-in-force.js';
import { CaseContexts } from './use-cases/cases/case-contexts.js';
import { ModeratedUsers } from './use-cases/cases/moderated-users.js';
import { RecordDecision } from './use-cases/cases/record-decision.js';
import { OpenCase } from './use-cases/cases/open-case.js';
import { DecisionEffects } from './use-cases/fingerprints/decision-effects.js';
import { HoldForReview } from './use-cases/fingerprints/hold-for-review.js';
import { ReuploadMatcher } from './use-cases/fingerprints/reupload-matcher.js';
import { PromptPrefixesService } from './use-cases/prompt-prefixes/prompt-prefixes.service.js';
import { FingerprintReader } from './storage/fingerprints/fingerprint-reader.js';

const blockedTerms = [
  Terms,
  TermFilter,
  MatchTerms,
  CheckText,
  CheckForm,
  TermsService,
  BlockedTermNameRule,
  BlockedTermsGateway,
  TermListSync,
];

const promptPrefixes = [PromptPrefixes, PromptPrefixesService, PromptPrefixesGateway, PromptPrefixBroadcaster];

const fingerprints = [
  FingerprintReader,
  FingerprintVerdicts,
  HoldForReview,
  DecisionEffects,
  ReuploadMatcher,
  UploadImageCheck,
];

const cases = [
  ModerationRegistry,
  AuditLog,
  Cases,
  CaseReports,
  Decisions,
  AuditService,
  RoleChangeLog,
  CaseNotifier,
  OpenCase,
  CaseContexts,
  ApplyDecision,
  RecordDecision,
  AppealsService,
  CasesService,
  CaseReader,
  DecisionsInForce,
  CaseAccountHandler,
  ModeratedUsers,
  CasePresenter,
  CaseBroadcaster,
  CasesGateway,
];

/** Moderation: blocked terms, prompt prefixes, image checks, cases and the audit log. */
@Module({
  imports: [AccountsModule, NotificationsModule],
  controllers: [
    TermsController,
    PromptPrefixesController,
    CasesController,
    StandingsController,
    AuditController,
    MyStandingController,
  ],
  providers: [...blockedTerms, ...promptPrefixes, ...fingerprints, ...cases],
  exports: [
    AuditLog,
    CheckText,
    CheckForm,
    PromptPrefixesService,
    ReuploadMatcher,
    ModerationRegistry,
    OpenCase,
    CasesService,
    DecisionsInForce,
  ],
})
export class SafetyModule {}
