// The guard passphrase: asked for where a ceiling is raised or passed. Settings, Pay out and Orders share it.
export { GuardCard } from './GuardCard';
export { GuardFields } from './GuardFields';
export { isGuardError, useGuard } from './useGuard';
