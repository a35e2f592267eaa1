import { fail, run } from './run.ts';

run(process.env).catch(fail);
