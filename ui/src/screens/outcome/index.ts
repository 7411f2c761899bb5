// What became of an order, as its own page and the panel beside the list show it.
export { Abandoned, declarationOf } from './Abandoned';
export { AskAnswer, AskButton, useOrderKeys } from './AskButton';
export { Questions } from './Asked';
export { EvidenceList } from './EvidenceList';
export { Flags } from './Flags';
export { GatewayWords } from './GatewayWords';
export { NextQuestion } from './NextQuestion';
export { OrderLinks } from './OrderLinks';
export { isReplaced, Replacement } from './Replacement';
export { SendButton } from './SendButton';
export { Sending } from './Sending';
export { StatusHead } from './StatusHead';
export { Unknown } from './Unknown';
export { useStatusAnnouncement } from './useStatusAnnouncement';
export { Why } from './Why';
