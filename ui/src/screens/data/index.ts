export { PayoutsHalted } from './Compare';
export { DamagedOrder, DamagedOrders, Incomplete } from './DamagedOrders';
export { DataTab } from './DataTab';
export { HealthBands } from './HealthBands';
