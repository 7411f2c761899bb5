// What became of an order, as its own page shows it; Collect and Pay out share it.
export { Abandon } from './Abandon';
export { Evidence, Questions } from './Evidence';
export { OrderLinks } from './OrderLinks';
export { SendButton } from './SendButton';
export { StatusHead } from './StatusHead';
export { useStatusAnnouncement } from './useStatusAnnouncement';
export { Why } from './Why';
