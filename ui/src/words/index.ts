// The trade's words as the window shows them, shared by all screens.

export { Completed } from './Completed';
export { type CannotAsk, useCannotAsk } from './cannotAsk';
export { useChannelText } from './channel';
export { FailedToLoad, Failure, Stale } from './Failure';
export { FlagPill } from './FlagPill';
export { foldText } from './foldText';
export { type GraveFlag, graveFlags, gravest, isGrave } from './grave';
export { knownText } from './lookup';
export { countryFlag, useAccountFinder, useMarketName } from './market';
export { PlaceLink } from './PlaceLink';
export { problemText, warningText } from './problem';
export { isReasonCode, type ReasonText, reasonText } from './reasonText';
export { StatusPill, statuses } from './StatusPill';
export { orderSentence, statusSentence } from './statusSentence';
