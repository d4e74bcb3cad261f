/**
 * Starts a clock of the processor time that this process takes, in milliseconds. For “quickly” of what only computes: a
 * machine that is busy with other things changes little about it, and much about the clock on the wall.
 */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
}
