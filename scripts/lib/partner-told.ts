/** What a command of `npm run partners` tells, for people and for scripts. */
export interface Told {
  readonly text: string;
  readonly json: object;
}

/** Asked for in a right way, and refused. */
export class RefusedError extends Error {}
