import { z } from 'zod';

/** The value of `signin/tokenExchange`: what each client of a person sends for a card that asks to sign in. */
export const ExchangeValue = z.object({
  id: z.string().min(1).max(500),
  connectionName: z.string().min(1).max(200),
  /** Tokens of Entra are some 2,000 characters long. */
  token: z.string().min(1).max(20_000),
});

/** The value of `signin/verifyState`: the code that the sign-in window ended with; digits, by the token service's own page. */
export const CodeValue = z.object({ state: z.string().regex(/^\d{4,12}$/) });

/** The value of `signin/failure`: why a client did not sign in by itself. Its `message` is left where it is. */
export const FailureValue = z.object({ code: z.string().regex(/^[a-z]{1,50}$/i) });

/** A message with a card that asks to sign in, as it is stored: without what the token service gives when it is sent. */
export const SignInRequest = z.object({
  recipient: z.object({ id: z.string() }),
  attachments: z.tuple([
    z.object({
      contentType: z.literal('application/vnd.microsoft.card.oauth'),
      content: z.object({
        text: z.string(),
        connectionName: z.string(),
        buttons: z.tuple([z.object({ type: z.literal('signin'), title: z.string() })]),
      }),
    }),
  ]),
});
export type SignInRequest = z.infer<typeof SignInRequest>;
