import { HostProblem } from '../../shared/hostClient.ts';

/** What the user is told of anything thrown: what happened and what to do. */
export function messageOf(error: unknown): string {
  if (error instanceof HostProblem)
    return error.hint === '' ? error.message : `${error.message} ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}

/** True for a request that we gave up ourselves; nobody needs to hear of it. */
export function wasCancelled(error: unknown): boolean {
  return error instanceof HostProblem && error.kind === 'cancelled';
}
