/**
 * What the API says and takes, under the names the screens use: aliases of the types generated
 * from its description (`npm run types`). Times are ISO 8601 in UTC.
 */
import type { components } from './schema';

type Schemas = components['schemas'];

/** What has a default in the API may be left out. */
type Optional<T, Keys extends keyof T> = Omit<T, Keys> & Partial<Pick<T, Keys>>;

export type Language = Schemas['UserOut']['language'];
export type Role = Schemas['Role'];
export type Scope = Schemas['Scope'];

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface PageQuery {
  limit?: number;
  cursor?: string | null | undefined;
}

// Accounts

export type SignUp = Schemas['SignUpIn'];
export type Membership = Schemas['MembershipOut'];
export type Me = Schemas['Me'];
export type Session = Schemas['SessionOut'];
export type Merchant = Schemas['MerchantOut'];
export type MerchantChange = Schemas['MerchantPatch'];
export type Image = Schemas['ImageOut'];
export type Member = Schemas['MemberOut'];
export type MemberChange = Schemas['MemberPatch'];
export type Invitation = Schemas['InvitationOut'];
export type NewInvitation = Optional<Schemas['InvitationIn'], 'language' | 'location_ids'>;
export type InvitationReading = Schemas['InvitationReading'];
export type Location = Schemas['LocationOut'];
export type NewLocation = Schemas['LocationIn'];
export type LocationChange = Schemas['LocationPatch'];
export type Device = Schemas['DeviceOut'];
export type NewDevice = Schemas['NewDeviceOut'];
export type PairingCode = Schemas['PairingCode'];
export type DeviceView = Schemas['DeviceView'];
export type CounterMember = Schemas['CounterMember'];
export type SecondFactor = Schemas['SecondFactorOut'];
export type TotpSecret = Schemas['TotpSecretOut'];
export type RecoveryCodes = Schemas['RecoveryCodesOut'];
export type Passkey = Schemas['PasskeyOut'];
export type NewPasskey = Schemas['NewPasskeyOut'];
export type PasskeyRequest = Schemas['PasskeyOptionsOut'];
export type ApiKey = Schemas['ApiKeyOut'];
export type NewApiKey = Schemas['NewApiKeyOut'];

// Customers

/** The description calls the next two plain strings; they are written from these values only. */
export type Customer = Schemas['CustomerOut'];
export type NewCustomer = Optional<Schemas['CustomerIn'], 'marketing_consent' | 'allow_duplicate'>;
export type CustomerChange = Schemas['CustomerPatch'];
export type ConsentPurpose = Schemas['ConsentIn']['purpose'];
export type Consent = Schemas['ConsentOut'];
export type NewConsent = Optional<Schemas['ConsentIn'], 'text_version' | 'basis'>;

/** What happened with a customer; `data` is what the kind brings. */
export type TimelineItem = Schemas['TimelineItem'];

export interface CustomerQuery extends PageQuery {
  q?: string | undefined;
  filter?: 'active' | 'dormant' | undefined;
  tag?: string | undefined;
  city?: string | undefined;
  consent?: ConsentPurpose | undefined;
  has_email?: 'true' | 'false' | undefined;
  program_id?: string | undefined;
  birthday_month?: string | undefined;
  occasion?: 'birthday' | 'units_expiring' | undefined;
  sort?: 'recent' | 'name' | 'visits' | 'spent' | undefined;
}

// Programs

type StoredRules = Schemas['Rules-Output'];
type StoredTiers = NonNullable<StoredRules['tiers']>;

/** The rules as the holder of a card may know them. */
export type RulesOfCard = Schemas['RulesOfCard'];
export type Rounding = StoredRules['rounding'];
export type Expiry = StoredRules['expiry'];
/** One that is being written has no id yet. */
export type Bonus = Optional<StoredRules['bonuses'][number], 'id'>;
export type BonusWhen = Bonus['when'];
export type TierLevel = Optional<StoredTiers['levels'][number], 'id'>;
export type Rules = Omit<StoredRules, 'bonuses' | 'tiers'> & {
  bonuses: Bonus[];
  tiers: (Omit<StoredTiers, 'levels'> & { levels: TierLevel[] }) | null;
};
export type Design = Schemas['Design-Output'];
export type Stamp = Design['stamp'];
export type Template = Design['template'];
export type UnitName = Schemas['UnitName'];
export type Reward = Schemas['RewardOut'];
/** A reward as customers may know it. */
export type RewardOffer = Schemas['RewardOfCard'];
export type Program = Schemas['ProgramOut'];
export type ProgramKind = Program['kind'];
export type ProgramStatus = Program['status'];
export type NewProgram = Schemas['ProgramIn'];
export type ProgramChange = Schemas['ProgramPatch'];
export type Revision = Schemas['RevisionOut'];
/** What a change of a live program would mean for the cards that are out there. */
export type Effects = Schemas['EffectsOut'];
export type EffectNote = Effects['notes'][number];
export type PosterFormat = 'a4' | 'a5' | 'a6' | 'tent' | 'stickers';

/** What a till knows of a sale. */
export type Sale = Schemas['EarningIn'];
export type Preview = Schemas['PreviewOut'];
export type Simulation = Schemas['SimulationOut'];
export type Gain = Preview['breakdown'][number];

// Cards

export type Card = Schemas['CardOut'];
export type CardStatus = Card['status'];
/** `page_url` opens the holder's page and is shown this once. */
export type CardWithPage = Card & Pick<Schemas['NewCardOut'], 'page_url'>;
export type NewCard = Optional<Schemas['CardIn'], 'marketing_consent' | 'allow_duplicate'>;
export type Entry = Schemas['EntryOut'];
export type EntryKind = Entry['kind'];
export type Earning = Schemas['EarningIn'];
export type LedgerVerification = Schemas['VerificationOut'];
export type Overview = Schemas['OverviewOut'];
/** What waits for somebody of the shop. */
export type Matter = Schemas['Matter'];

export interface CardQuery extends PageQuery {
  q?: string | undefined;
  program_id?: string | undefined;
  customer_id?: string | undefined;
  status?: CardStatus | undefined;
}

// Public

export type PublicProgram = Schemas['PublicProgram'];
export type PublicMerchant = Schemas['PublicMerchant'];
export type Joining = Schemas['JoinIn'];
export type Joined = Schemas['JoinOut'];
export type HolderEntry = Schemas['HolderEntry'];
export type HolderCard = Schemas['HolderCard'];
