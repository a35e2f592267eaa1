/** Where the app's own tokens do; see options-types.ts. */
export type AppTokens = 'documented' | 'accepted' | 'refused';

/** The login host, from outside of it. */
export interface WorldLogin {
  setAppTokens(where: AppTokens): void;
  /** Whether a refresh token ends with its use; Entra's does not. */
  setRotation(rotates: 'leniently' | 'strictly'): void;
  /** Seconds that people's access tokens live from now on; 3599 else. */
  setTokenLife(seconds: number): void;
  /** Ends every sign-in of a person so far. */
  revoke(personId: string): void;
  /** Whether the login host wants to see the person before it gives another token. */
  wantSignIn(personId: string, wanted: boolean): void;
}

/** How people sign in to the bot in their Teams clients. */
export interface WorldSignIn {
  /** What each client of a person does by itself with a card that asks to sign in; answers the bot's HTTP status. */
  silently(m: {
    personId: string;
    messageId: string;
    id?: string;
    token?: string;
    connectionName?: string;
  }): Promise<number>;
  /** The sign-in window has closed with this; answers the bot's HTTP status. */
  verify(m: { personId: string; messageId: string; state: string }): Promise<number>;
  /** A client says why it did not sign the person in. */
  fail(m: { personId: string; messageId: string; code: string }): Promise<number>;
  /** The link of a card's button. */
  link(messageId: string): string;
  clientToken(personId: string): Promise<string>;
  /** Whether the token service has a token for a person by that connection. */
  holds(personId: string, connectionName: string): boolean;
  /** Who has consented to what the bot does in people's names: then clients sign people in by themselves. */
  setConsent(by: 'administrator' | 'people'): void;
}
