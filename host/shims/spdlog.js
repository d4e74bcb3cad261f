// Stands in for VS Code's native logger, which the npm host does not compile. Without it every log file, the output
// channels of extensions among them, would stay empty. CommonJS, copied over `@vscode/spdlog/index.js`.
'use strict';
const fs = require('fs');
const path = require('path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_type, _name, filename) {
    this.filename = filename;
    this.level = 2;
    this.raw = false;
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {}
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const text = this.raw ? message : `${time} [${LEVELS[level]}] ${message}\n`;
    try {
      fs.appendFileSync(this.filename, text);
    } catch {
      // The folder of logs is removed while the server is still saying goodbye.
    }
  }
}
['trace', 'debug', 'info', 'warn', 'error', 'critical'].forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

async function createLogger(name, filename) {
  await fs.promises.mkdir(path.dirname(filename), { recursive: true });
  return new Logger('', name, filename);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
