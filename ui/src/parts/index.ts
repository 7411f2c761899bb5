// Building blocks without domain words. Mantine gives the components; here is only what it has not.
export { Amount } from './Amount';
export { amountText, type DecimalText } from './amountText';
export { Band } from './Band';
export { Code, grouped, groupingOf } from './Code';
export { CopyButton, CopyProvider, CopyTextButton, useCopy } from './Copy';
export { Countdown } from './Countdown';
export { type Detail, DetailList } from './DetailList';
export { Dialog } from './Dialog';
export { FieldRow } from './FieldRow';
export { dateFormat, numberFormat } from './formats';
export { KeyHint } from './KeyHint';
export { type KeyEntry, KeysProvider, useKeyEntries, useKeys } from './Keys';
export { LiveRegion, useAnnounce } from './LiveRegion';
export { useNow } from './now';
export { Page } from './Page';
export { Pill, type Tone } from './Pill';
export { QrCode } from './QrCode';
export { useRem, useWidthInRem } from './rem';
export { EmptyState, ErrorState, LoadingState } from './States';
export { Time, zonedText } from './Time';
export { Toolbar } from './Toolbar';
export {
  type Arrangement,
  type Column,
  type ColumnSort,
  NARROWEST_REM,
  type Point,
  type RowSelection,
  type Spot,
} from './table/types';
export { VirtualTable } from './table/VirtualTable';
export { Verbatim } from './Verbatim';
