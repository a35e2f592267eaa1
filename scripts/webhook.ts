import { webhookCommand } from './lib/webhook/command.ts';

/*
 * npm run webhook -- status | register | test
 * The address for Partner Center's callbacks: what is registered, registering it, trying it. Without a command: how it is used.
 */

const { code, out, err } = await webhookCommand(process.env, process.argv.slice(2));
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
