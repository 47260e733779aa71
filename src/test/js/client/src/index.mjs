export { SealwardClient } from './client.mjs';
export { Device } from './device.mjs';
export { LoginError, NotPossible, ServiceProblem } from './errors.mjs';
export { Refused } from './protocol/refused.mjs';
