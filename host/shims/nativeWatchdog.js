// Stands in for VS Code's native watchdog, which the npm host does not compile: it ends an extension host whose server
// is gone, and host/supervisor.js does that for the whole group. CommonJS, copied over `@vscode/native-watchdog/index.js`.
'use strict';

exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
