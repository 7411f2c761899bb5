import type { FamilyKind } from '../../../ipc';
import type { TextId } from '../../../texts';

/** What each family calls its two credentials: the words of the gateway's own console. */
export const credentialNames: Record<FamilyKind, { keyId: TextId; secret: TextId }> = {
  cash_fast: { keyId: 'settings.field.access_key', secret: 'settings.field.secret_key' },
  cashy: { keyId: 'settings.field.merchant_id', secret: 'settings.field.api_key' },
};
