/** What launching needs of the editor, the settings and the eval thread; put together at the composition root. */
import type { EndpointConfig, EndpointReport, ResolvedEndpoint } from '../../core/eval/endpoint.ts';
import type { LaunchEstimate, LaunchProgress, LaunchRow, LaunchSpec } from '../../core/eval/launch.ts';
import type { AuditStore } from '../../core/ports.ts';
import type { ListedSuite, ReadSuite } from '../../worker/tasks/suites.ts';
import type { KeyStore } from '../endpoints/endpointKeys.ts';
import type { EndpointSettings } from '../endpoints/endpointSettings.ts';

export interface LaunchSource {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface LaunchOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LaunchProgress) => void;
}

export interface GoOnOptions extends LaunchOptions {
  /** Replaces the cap that it was launched with. */
  readonly cap?: number;
}

/** The long tasks, which run in the eval thread. Endpoints carry their keys in memory only. */
export interface EvalTasks {
  estimate(spec: LaunchSpec, endpoints: readonly EndpointConfig[]): Promise<LaunchEstimate>;
  /** Resolves when the launch stopped, for whatever reason; aborting `signal` stops it within a second. */
  launch(
    spec: LaunchSpec,
    source: LaunchSource,
    endpoints: readonly ResolvedEndpoint[],
    options: LaunchOptions,
  ): Promise<LaunchProgress>;
  /** Goes on with a launch that was stopped or cut off. */
  resume(
    launchId: number,
    endpoints: readonly ResolvedEndpoint[],
    options: GoOnOptions,
  ): Promise<LaunchProgress>;
  /** Asks again what failed, and only that. */
  retryFailed(
    launchId: number,
    endpoints: readonly ResolvedEndpoint[],
    options: GoOnOptions,
  ): Promise<LaunchProgress>;
  /** Launches with their specs, newest first: of one run, or of all. */
  launches(runId?: number): Promise<readonly LaunchRow[]>;
  testEndpoint(endpoint: ResolvedEndpoint, model: string, signal: AbortSignal): Promise<EndpointReport>;
  /** Models that the endpoint lists; empty when it lists none. */
  listModels(endpoint: ResolvedEndpoint, signal: AbortSignal): Promise<readonly string[]>;
}

/** Suite files are read in the worker. */
export interface SuiteSource {
  list(): Promise<readonly ListedSuite[]>;
  read(id: string): Promise<ReadSuite>;
}

export interface EvalContext {
  readonly suites: SuiteSource;
  /** Models an endpoint lists; empty without a key. */
  models(endpoint: EndpointConfig): Promise<readonly string[]>;
  endpoints(): EndpointSettings;
  readonly keys: KeyStore;
  /** False in Restricted Mode, where nothing is launched. */
  trusted(): boolean;
  /** Opens the database, making one where there is none. */
  open(): Promise<{ readonly store: AuditStore; readonly tasks: EvalTasks }>;
  /** Tells trees and pages that runs were added or changed. */
  runsChanged(): void;
  /** Has a run looked through for findings, in the background; now and then while its results land. */
  checkFindings?(runId: number, landing: boolean): void;
}
