import type { ImpactName, PackProfileName, SupportKindName, WayName } from './asking-views.ts';
import type { Nothing, OnCase } from './verbs.ts';
import type { Language } from './views.ts';

/** A request as the person left it; every field is a text of theirs. */
export interface SupportInput {
  readonly title?: string;
  readonly problemType?: string;
  readonly impact?: ImpactName;
  readonly description?: string;
  readonly contactName?: string;
  readonly contactEmail?: string;
  readonly contactPhone?: string;
}

type OnSupport = OnCase & { readonly kind: SupportKindName };

/** What arrives for the buttons of the third end; see verbs.ts. */
export interface AskingVerbData {
  /** Shows the request, filled in where nobody has composed it yet. */
  readonly 'support.open': { readonly fixed: OnSupport; readonly input: Nothing };
  readonly 'support.compose': { readonly fixed: OnSupport; readonly input: SupportInput };
  readonly 'support.file': { readonly fixed: OnSupport; readonly input: { readonly number: string } };
  readonly 'support.drop': { readonly fixed: OnSupport; readonly input: Nothing };
  readonly 'support.note': { readonly fixed: OnSupport; readonly input: { readonly text: string } };
  /** Has the request read again. */
  readonly 'support.track': { readonly fixed: OnSupport; readonly input: Nothing };
  readonly 'contact.send': {
    readonly fixed: OnCase & { readonly language: Language };
    readonly input: { readonly to: string; readonly subject: string; readonly draft: string };
  };
  /** Whether a mail went of which nobody could tell. */
  readonly 'contact.settle': {
    readonly fixed: OnCase & { readonly mail: string; readonly sent: boolean };
    readonly input: Nothing;
  };
  /** Not `way`, `to` and `note`, which other forms of the same card have. */
  readonly 'contact.note': {
    readonly fixed: OnCase;
    readonly input: { readonly triedWay: WayName; readonly triedTo?: string; readonly triedNote?: string };
  };
  /** `hours` is a whole number in digits, one of `waitHours`. */
  readonly 'contact.wait': { readonly fixed: OnCase; readonly input: { readonly hours: string } };
  readonly 'evidence.open': { readonly fixed: OnCase; readonly input: Nothing };
  readonly 'evidence.make': {
    readonly fixed: OnCase;
    readonly input: { readonly profile: PackProfileName; readonly language: Language };
  };
  /** Asks for the link and the code, which come in the person's own chat. */
  readonly 'evidence.fetch': { readonly fixed: OnCase & { readonly pack: string }; readonly input: Nothing };
}

/** Hours after which it is asked again whether the customer has answered. */
export const waitHours = [1, 2, 4, 8, 24, 48, 72] as const;
