'use strict';
// Loaded into the app by `make bench`: tells how much memory it needed.
process.on('exit', () => process.stderr.write(`\nmaxRSS ${process.resourceUsage().maxRSS}\n`));
