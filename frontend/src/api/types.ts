/** What the API says and takes. Times are ISO 8601 in UTC. */

export type Language = 'fr' | 'en';
export type Role = 'owner' | 'manager' | 'cashier' | 'auditor';
export type Scope =
  | 'cards:read'
  | 'cards:write'
  | 'cards:adjust'
  | 'customers:read'
  | 'customers:write'
  | 'programs:read'
  | 'programs:write'
  | 'team:read'
  | 'keys:write'
  | 'merchant:write';

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface PageQuery {
  limit?: number;
  cursor?: string | null | undefined;
}

// Accounts

export interface SignUp {
  email: string;
  password: string;
  first_name: string;
  merchant_name: string;
  language: Language;
  time_zone: string;
}

export interface Membership {
  merchant_id: string;
  merchant_name: string;
  merchant_slug: string;
  role: Role;
  scopes: Scope[];
}

export interface Me {
  user: { id: string; email: string; first_name: string; language: Language };
  csrf_token: string;
  memberships: Membership[];
}

export interface Session {
  id: string;
  created_at: string;
  expires_at: string;
  user_agent: string | null;
  current: boolean;
}

export interface Merchant {
  id: string;
  slug: string;
  name: string;
  language: Language;
  time_zone: string;
  contact_email: string | null;
  created_at: string;
}

export type MerchantChange = Partial<
  Pick<Merchant, 'name' | 'language' | 'time_zone' | 'contact_email'>
>;

export interface Member {
  id: string;
  user_id: string;
  first_name: string;
  email: string;
  role: Role;
  created_at: string;
}

export interface ApiKey {
  id: string;
  name: string;
  scopes: Scope[];
  prefix: string;
  created_at: string;
  revoked_at: string | null;
}

// Customers

export interface CustomerCard {
  id: string;
  number: string;
  program_id: string;
  program_name: string;
  balance: number;
  status: CardStatus;
}

export interface Customer {
  id: string;
  first_name: string | null;
  last_name: string | null;
  phone: string | null;
  email: string | null;
  language: Language | null;
  notes: string | null;
  created_at: string;
  last_visit_at: string | null;
  cards: CustomerCard[];
  marketing_consent: boolean;
}

export interface NewCustomer {
  first_name?: string | null;
  last_name?: string | null;
  phone?: string | null;
  email?: string | null;
  language?: Language | null;
  notes?: string | null;
  allow_duplicate?: boolean;
}

export type CustomerChange = Omit<NewCustomer, 'allow_duplicate'>;

export interface CustomerQuery extends PageQuery {
  q?: string | undefined;
  filter?: 'active' | 'dormant' | undefined;
  sort?: 'recent' | 'name' | undefined;
}

export type ConsentPurpose = 'marketing_email' | 'marketing_sms';

export interface Consent {
  id: string;
  purpose: ConsentPurpose;
  granted: boolean;
  text_version: string;
  channel: string;
  source: string;
  created_at: string;
}

/** The API knows the channel by the caller, and the sentence shown by its newest version. */
export type NewConsent = Pick<Consent, 'purpose' | 'granted'> & { text_version?: string };

// Programs

export type ProgramStatus = 'draft' | 'active' | 'closing' | 'archived';
export type Stamp =
  | 'croissant'
  | 'cup'
  | 'scissors'
  | 'flower'
  | 'leaf'
  | 'heart'
  | 'star'
  | 'pizza'
  | 'paw'
  | 'bottle'
  | 'book'
  | 'bike';
export type Template =
  | 'bakery'
  | 'cafe'
  | 'hair'
  | 'flowers'
  | 'grocery'
  | 'restaurant'
  | 'beauty'
  | 'books'
  | 'plain';

export interface Rules {
  units_per_visit: number;
  cooldown_minutes: number;
  daily_cap: number | null;
  max_per_operation: number;
}

export interface Design {
  template: Template;
  background: string;
  foreground: string;
  accent: string;
  stamp: Stamp;
}

export interface Reward {
  id: string;
  name: string;
  cost: number;
  active: boolean;
}

export type RewardOffer = Omit<Reward, 'active'>;

export interface Program {
  id: string;
  name: string;
  kind: 'stamps';
  status: ProgramStatus;
  revision: number;
  rules: Rules;
  design: Design;
  rewards: Reward[];
  slots: number;
  join_url: string;
  created_at: string;
  activated_at: string | null;
  redeem_until: string | null;
}

export interface NewProgram {
  name: string;
  rules?: Partial<Rules>;
  design?: Partial<Design>;
  rewards: { name: string; cost: number }[];
}

export interface ProgramChange {
  name?: string;
  rules?: Partial<Rules>;
  design?: Partial<Design>;
  rewards?: { id?: string; name: string; cost: number; active?: boolean }[];
}

export interface Revision {
  number: number;
  rules: Rules;
  rewards: Reward[];
  created_at: string;
  created_by: string | null;
}

export type PosterFormat = 'a4' | 'a5' | 'tent';

// Cards

export type CardStatus = 'active' | 'closed' | 'replaced';

export interface Card {
  id: string;
  number: string;
  code: string;
  status: CardStatus;
  balance: number;
  program: Pick<
    Program,
    'id' | 'name' | 'status' | 'kind' | 'rules' | 'design' | 'slots' | 'redeem_until'
  > & { rewards: RewardOffer[] };
  customer: {
    id: string;
    first_name: string | null;
    last_name: string | null;
    phone_last4: string | null;
    notes: string | null;
  } | null;
  earned_today: number;
  last_earned_at: string | null;
  next_earn_at: string | null;
  created_at: string;
  closed_at: string | null;
  replaced_by: string | null;
}

/** `page_url` opens the holder's page and is shown this once. */
export type CardWithPage = Card & { page_url: string };

export interface NewCard {
  program_id: string;
  customer_id?: string;
  customer?: NewCustomer;
  marketing_consent?: boolean;
  allow_duplicate?: boolean;
}

export interface CardQuery extends PageQuery {
  q?: string | undefined;
  program_id?: string | undefined;
  customer_id?: string | undefined;
  status?: CardStatus | undefined;
}

export type EntryKind = 'earn' | 'redeem' | 'adjust' | 'expire' | 'reverse' | 'import';

export interface Entry {
  id: string;
  card_id: string;
  seq: number;
  kind: EntryKind;
  delta: number;
  balance: number;
  revision: number;
  reverses: string | null;
  reversed: boolean;
  reward: { id: string; name: string } | null;
  reason: string | null;
  receipt: string | null;
  actor: { kind: 'member' | 'api_key' | 'holder' | 'system'; id: string | null };
  occurred_at: string;
  recorded_at: string;
  hash: string;
}

export interface Earning {
  units?: number;
  occurred_at?: string;
  receipt?: string;
}

export interface LedgerVerification {
  valid: boolean;
  entries: number;
  first_bad: { seq: number; entry_id: string; problem: string } | null;
  head_hash: string | null;
}

export interface Overview {
  onboarding: {
    program_created: boolean;
    program_active: boolean;
    poster_opened: boolean;
    first_customer: boolean;
    first_stamp: boolean;
  };
  today: { stamps: number; redemptions: number; new_customers: number; visits: number };
  week: { date: string; visits: number }[];
  active_cards: number;
  rewards_ready: number;
  recent: (Entry & {
    card_number: string;
    customer_first_name: string | null;
    customer_id: string | null;
  })[];
}

// Public

export interface PublicProgram {
  id: string;
  name: string;
  kind: 'stamps';
  rules: Rules;
  design: Design;
  slots: number;
  rewards: RewardOffer[];
}

export interface PublicMerchant {
  slug: string;
  name: string;
  language: Language;
  contact_email: string | null;
  notice_version: string;
  programs: PublicProgram[];
}

export interface Joining {
  program_id: string;
  first_name: string;
  phone?: string;
  email?: string;
  language: Language;
  marketing_consent: boolean;
  notice_version: string;
}

export interface Joined {
  page_url: string;
  page_token: string;
}

export interface HolderEntry {
  kind: EntryKind;
  delta: number;
  balance: number;
  occurred_at: string;
  reward_name: string | null;
}

export interface HolderCard {
  merchant: { slug: string; name: string; language: Language };
  number: string;
  code: string;
  status: CardStatus;
  balance: number;
  first_name: string | null;
  program: {
    name: string;
    kind: 'stamps';
    design: Design;
    slots: number;
    rewards: RewardOffer[];
    status: ProgramStatus;
    redeem_until: string | null;
  };
  entries: HolderEntry[];
  updated_at: string;
}
