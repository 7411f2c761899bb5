// The form of an order, drawn from the catalogue; Collect and Pay out share it.
export { bankNamed } from './BankInput';
export { DraftGate } from './DraftGate';
export { durationText } from './duration';
export { useFieldName } from './fieldTexts';
export { type AccountChoice, fieldByRole, productsOf } from './form';
export { OrderFields } from './OrderFields';
export { type OrderForm, type Start, useOrderForm } from './useOrderForm';
