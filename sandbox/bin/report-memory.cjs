'use strict';
// Loaded into the app by `make bench`: reports how much memory it used.
process.on('exit', () => process.stderr.write(`\nmaxRSS ${process.resourceUsage().maxRSS}\n`));
