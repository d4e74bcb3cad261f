// Runs one VS Code server and takes it down, with everything it started, as soon as whoever started us is gone.
// A server started directly would outlive a test process that was killed with SIGKILL. We lead a process group of our
// own and our standard input is a pipe from the parent: when the pipe closes, for whatever reason, the group dies.
//
//   node host/supervisor.js <server-main.js> <arguments>
import { spawn } from 'node:child_process';

const server = spawn(process.execPath, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit'] });

function endGroup() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // Not the leader of a group (started by hand): the server alone is ours.
    server.kill('SIGKILL');
    process.exit(1);
  }
}

process.stdin.on('end', endGroup).on('error', endGroup).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endGroup);
server.on('exit', endGroup);
