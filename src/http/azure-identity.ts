import { createRequire } from 'node:module';
import type * as library from '@azure/identity';

/** Microsoft's library, in the form that botbuilder loads too: an import would load all of it a second time. */
export const azureIdentity: typeof library = createRequire(import.meta.url)('@azure/identity');
