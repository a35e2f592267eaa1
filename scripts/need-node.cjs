// Loaded before everything else by the npm scripts: on an old Node nothing below would even parse.
'use strict';
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write('Mining Watch needs Node.js 24 or newer, and this is ' + process.version + ': install Node.js 24 from https://nodejs.org, then run the command again.\n');
  process.exit(1);
}
