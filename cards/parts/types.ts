import type {
  CardElementArray,
  IAdaptiveCard,
  IBadge,
  IColumnSet,
  IContainer,
  IExecuteAction,
  IOpenUrlAction,
  IRichTextBlock,
  IShowCardAction,
  ITextBlock,
  ITextRun,
  IToggleVisibilityAction,
} from '@microsoft/teams.cards';

export type Element = CardElementArray[number];
export type Action = IExecuteAction | IOpenUrlAction | IShowCardAction | IToggleVisibilityAction;
export type Run = ITextRun;
export type Rich = IRichTextBlock;
export type Heading = ITextBlock;
export type Badge = IBadge;
export type Columns = IColumnSet;
export type Container = IContainer;
export type Color = NonNullable<ITextRun['color']>;
export type Spacing = NonNullable<ITextBlock['spacing']>;

/**
 * A whole card. Teams supports version 1.5 (facts/teams.md 3.1). The documents write the width with a capital letter,
 * the package's type does not; the documents are older and proven.
 */
export type Card = Omit<IAdaptiveCard, 'version' | 'msteams' | 'lang' | 'speak' | 'fallbackText'> & {
  version: '1.5';
  lang: string;
  speak: string;
  fallbackText: string;
  msteams: { width: 'Full' };
};
