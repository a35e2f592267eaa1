import type { Store } from '../workflow/ports.ts';
import { createCaseStore } from './cases.ts';
import { createChannelStore } from './channels.ts';
import type { Database } from './database.ts';
import { createDetectionStore } from './detections.ts';
import { createFactStore } from './facts.ts';
import { createNameStore } from './names.ts';
import { createPartnerStore } from './partners.ts';
import { createPeopleStore } from './people.ts';
import { createPostStore } from './posts.ts';
import { createQuestionStore } from './questions.ts';

/** Everything stored, over one database that `migrate` has brought up to date. */
export function createStore(database: Database): Store {
  return {
    cases: createCaseStore(database),
    detections: createDetectionStore(database),
    partners: createPartnerStore(database),
    names: createNameStore(database),
    facts: createFactStore(database),
    channels: createChannelStore(database),
    people: createPeopleStore(database),
    posts: createPostStore(database),
    questions: createQuestionStore(database),
  };
}
