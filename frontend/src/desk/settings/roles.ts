import type { Role } from '../../api/types';

/** Apart from the other settings texts: the frame needs them on every screen. */
export const texts: Record<'fr' | 'en', Record<Role, string>> = {
  fr: { owner: 'Propriétaire', manager: 'Gérant', cashier: 'Vendeur', auditor: 'Auditeur' },
  en: { owner: 'Owner', manager: 'Manager', cashier: 'Cashier', auditor: 'Auditor' },
};
