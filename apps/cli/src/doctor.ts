import { type Config, readConfig, readWorkerConfig } from '@visionary/platform/config';
import {
  checkDevice,
  examine,
  type ExtraCheck,
  finding,
  formatReport,
  type Language,
  LANGUAGES,
  readGraphics,
  reportOf,
} from '@visionary/platform/doctor';
import { examineInstance } from '../../shared/examine-instance.js';
import { readArguments } from './read-arguments.js';
import { languageOf } from './terminal/language.js';
import { triedDevices } from './tried-devices.js';
import { UsageError } from './usage-error.js';

interface DoctorOptions {
  readonly language: Language;
  readonly isJson: boolean;
  readonly isWorker: boolean;
}

/** @returns the report. Sets exit code 1 if it names a problem. @throws UsageError */
export async function doctor(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const { language, isJson, isWorker } = parseOptions(args, environment);
  const config: Config = isWorker ? readWorkerConfig(environment) : readConfig(environment);
  const devices = config.rendererEnabled ? [checkDevices(config)] : [];
  const findings = await (isWorker ? examine(config, 'worker', devices) : examineInstance(config, devices));
  const report = reportOf(findings, language);
  if (!report.isHealthy) process.exitCode = 1;
  return isJson ? JSON.stringify(report, null, 2) : formatReport(findings, language);
}

/** Drivers compile for seconds, and each provider is tried for 20 s at most. */
const TRIAL_DEADLINE_MS = 90_000;

/** Only in this command: a server's renderer logs what it chose. */
const checkDevices = (config: Config): ExtraCheck => ({
  check: 'graphics',
  deadlineMs: TRIAL_DEADLINE_MS,
  async run() {
    try {
      const [machine, devices] = [await readGraphics(), await triedDevices(config)];
      return devices.flatMap(({ device, setting }) => checkDevice(device, machine, setting));
    } catch (error) {
      return [finding('graphics', 'warning', 'deviceUntried', { reason: (error as Error).message })];
    }
  },
});

function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv): DoctorOptions {
  const { lang, json, worker } = readOptions(args);
  const language = lang === undefined ? languageOf(environment) : parseLanguage(lang);
  return { language, isJson: json, isWorker: worker };
}

function readOptions(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  return readArguments({ args: [...args], options: { lang: { type: 'string' }, json: flag, worker: flag } }).values;
}

function parseLanguage(value: string): Language {
  const language = LANGUAGES.find((one) => one === value);
  if (!language) throw new UsageError(`--lang must be ${LANGUAGES.join(' or ')}.`);
  return language;
}
