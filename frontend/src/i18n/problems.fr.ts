import { french } from './typography';

/** What happened, what is safe, what to do: one text for each `code` the API can refuse with. */
const texts = {
  // Signing in
  NOT_SIGNED_IN: 'Votre session est terminée. Reconnectez-vous ; ce que vous avez saisi est gardé.',
  INVALID_CREDENTIALS: 'Adresse e-mail ou mot de passe incorrect.',
  WRONG_PASSWORD: 'Le mot de passe actuel n’est pas le bon.',
  TOO_MANY_ATTEMPTS: 'Trop d’essais d’affilée. Patientez un peu, puis réessayez.',
  LINK_EXPIRED: 'Ce lien a expiré ou a déjà servi. Demandez-en un nouveau.',
  CSRF_FAILED: 'Par sécurité, rechargez la page puis recommencez. Rien n’a été modifié.',
  FORBIDDEN_SCOPE: 'Votre rôle ne permet pas cette action. Demandez à un responsable.',
  FORBIDDEN: 'Votre rôle ne permet pas cette action. Demandez à un responsable.',
  MERCHANT_REQUIRED: 'Choisissez d’abord le commerce concerné.',
  MERCHANT_NOT_FOUND: 'Ce commerce n’existe pas ou ne vous est pas ouvert.',
  // Team and devices
  SECOND_FACTOR_SETUP_REQUIRED:
    'Ce commerce demande une double authentification. Activez la vôtre pour continuer.',
  SECOND_FACTOR_MISSING:
    'Activez d’abord votre propre double authentification, puis demandez-la à l’équipe.',
  SECOND_FACTOR_REQUIRED: 'Encore une étape : confirmez avec votre double authentification.',
  INVALID_SECOND_FACTOR: 'Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.',
  CHALLENGE_EXPIRED: 'Cette étape a expiré. Reprenez la connexion depuis le début.',
  PASSKEY_REFUSED:
    'Cette clé d’accès n’a pas été reconnue. Réessayez ou choisissez un autre moyen.',
  PASSKEY_KNOWN: 'Cette clé d’accès est déjà enregistrée.',
  PASSKEY_NOT_FOUND: 'Cette clé d’accès est introuvable ou déjà retirée.',
  TOTP_ALREADY_SET: 'Une application d’authentification est déjà en place. Retirez-la d’abord.',
  TOTP_NOT_STARTED: 'Recommencez : le code à scanner n’est plus valable.',
  NO_SECOND_FACTOR: 'Aucune double authentification n’est active sur ce compte.',
  FORBIDDEN_ROLE:
    'Votre rôle ne permet ni de donner ni de retirer celui-ci. Voyez un propriétaire.',
  LAST_OWNER: 'Il faut au moins un propriétaire : nommez-en d’abord un autre.',
  ALREADY_MEMBER: 'Cette personne fait déjà partie de l’équipe.',
  ALREADY_INVITED: 'Cette adresse est déjà invitée. Envoyez plutôt un rappel.',
  INVITATION_NOT_FOUND: 'Cette invitation est introuvable.',
  INVITATION_CLOSED: 'Cette invitation a déjà servi ou a été révoquée.',
  SIGN_IN_FIRST: 'Cette adresse a déjà un compte. Connectez-vous, puis acceptez l’invitation.',
  OTHER_ADDRESS:
    'Cette invitation est pour une autre adresse. Connectez-vous avec l’adresse invitée.',
  LOCATION_NOT_FOUND: 'Ce lieu est introuvable.',
  LOCATION_IN_USE: 'Ce lieu a déjà servi : fermez-le plutôt que de le supprimer.',
  LOCATION_CLOSED: 'Ce lieu est fermé.',
  DEVICE_NOT_FOUND: 'Cet appareil est introuvable.',
  DEVICE_REVOKED: 'Cet appareil a été révoqué. Ajoutez-le à nouveau.',
  DEVICE_NOT_PAIRED: 'Cet appareil n’est pas associé, ou a été révoqué. Demandez un nouveau code.',
  PAIRING_CODE_UNKNOWN: 'Ce code est faux, déjà utilisé ou expiré. Demandez-en un nouveau.',
  WRONG_PIN: 'Ce code n’est pas le bon.',
  PIN_LOCKED:
    'Trop de codes faux : celui-ci est bloqué un moment. Un responsable peut en donner un nouveau.',
  FROZEN_BY_PLAN: 'Votre formule n’a pas la place pour ceci : c’est seulement à lire.',
  CARD_FROZEN_BY_PLAN:
    'La formule n’a pas la place pour cette carte : elle donne ses récompenses, mais ne gagne rien.',
  OFFICE_READ_ONLY:
    'L’abonnement n’est pas réglé : le comptoir fonctionne, le bureau se consulte seulement.',
  MERCHANT_CLOSED:
    'Le commerce a fermé son compte : tout se lit encore, rien ne se modifie. Rien n’a été enregistré.',
  ALREADY_CLOSED: 'Le compte est déjà fermé.',
  NOT_CLOSED: 'Le compte n’est pas fermé.',
  PURGE_UNDERWAY: 'Tout est déjà en train d’être effacé : il n’y a plus de retour.',
  TAKEOUT_FIRST:
    'Téléchargez d’abord toutes les données, ou écrivez que vous n’en voulez pas de copie.',
  NOT_THE_WORDS: 'Écrivez la phrase telle quelle.',
  PLAN_LIMIT:
    'Votre formule n’a plus de place pour cela. Faites de la place ou changez de formule.',
  // Finding
  NOT_FOUND: 'Introuvable : l’adresse est peut-être incomplète.',
  CARD_NOT_FOUND:
    'Aucune carte ne correspond. Vérifiez le numéro ; elle vient peut-être d’un autre commerce.',
  REQUEST_NOT_FOUND: 'Cette demande est introuvable.',
  STEP_NOT_NOW: 'La demande a avancé entre-temps. Rechargez-la pour voir où elle en est.',
  PERSON_UNKNOWN: 'Indiquez d’abord de quel client vient cette demande.',
  NO_ADDRESS_KNOWN: 'Aucun e-mail connu pour ce client. Vérifiez son identité au comptoir.',
  REQUEST_CODE_WRONG: 'Ce n’est pas le bon code, ou il a expiré. Faites-en envoyer un autre.',
  PLAN_CHANGED: 'Quelque chose a changé entre-temps. Relisez le plan, puis approuvez-le.',
  NOT_EXTENDABLE: 'Une demande se prolonge une seule fois, et avant la fin de son mois.',
  FEED_NOT_FOUND: 'Cette adresse de calendrier n’est pas, ou plus, valable. Créez-en une autre.',
  CUSTOMER_NOT_FOUND: 'Ce client est introuvable ; il a peut-être été supprimé.',
  TOO_LARGE: 'C’est trop long : raccourcissez ce que vous envoyez.',
  PASSWORD_REQUIRED:
    'Saisissez le mot de passe choisi à l’inscription, ou ouvrez le lien dans le navigateur de l’inscription.',
  PROGRAM_NOT_FOUND: 'Ce programme est introuvable.',
  ENTRY_NOT_FOUND: 'Cette opération est introuvable sur la carte.',
  MEMBER_NOT_FOUND: 'Cette personne ne fait pas partie de l’équipe.',
  SESSION_NOT_FOUND: 'Cette session est déjà terminée.',
  API_KEY_NOT_FOUND: 'Cette clé est introuvable ou déjà révoquée.',
  // Billing
  BILLING_NOT_CONFIGURED:
    'Ce service ne propose pas d’abonnement pour le moment. Votre formule reste en place.',
  STRIPE_UNAVAILABLE:
    'Le service de paiement ne répond pas. Rien n’a été débité ; réessayez dans un instant.',
  STRIPE_REFUSED:
    'Le service de paiement n’a pas accepté cette demande. Rien n’a été modifié ; écrivez-nous si cela dure.',
  CARD_DECLINED:
    'Le paiement a été refusé. Rien n’a été modifié ; essayez un autre moyen de paiement.',
  PAYMENT_REQUIRED:
    'Votre banque demande que vous confirmiez ce paiement. Rien n’est modifié d’ici là.',
  PLAN_UNKNOWN: 'Cette formule n’existe pas ou ne s’achète pas. Choisissez-en une autre.',
  ALREADY_SUBSCRIBED:
    'Vous avez déjà un abonnement. Modifiez-le plutôt que d’en prendre un second.',
  NO_SUBSCRIPTION: 'Aucun abonnement n’est en cours.',
  SAME_PLAN: 'C’est déjà votre formule. Rien n’a été modifié.',
  PREVIEW_EXPIRED:
    'Ce prix a été calculé il y a trop longtemps. Affichez-le à nouveau avant de confirmer.',
  PROMOTION_CODE_INVALID: 'Ce code promotionnel n’est pas valable. Vérifiez-le ou continuez sans.',
  CHECKOUT_NOT_FOUND: 'Cet achat est introuvable. Reprenez depuis la page de l’abonnement.',
  WEBHOOK_SIGNATURE: 'Cette notification n’a pas de signature valable.',
  WEBHOOK_UNREADABLE: 'Cette notification est illisible.',
  IMPORT_NOT_FOUND: 'Cet import est introuvable.',
  EXPORT_NOT_FOUND: 'Cet export est introuvable.',
  EMPTY_FILE: 'Le fichier est vide.',
  UNSUPPORTED_FILE:
    'Ce fichier n’est ni un CSV ni un classeur Excel (.xlsx) sans mot de passe. Enregistrez-le sous l’un de ces formats.',
  TOO_MANY_IMPORTS: 'Trop d’imports sont en attente. Lancez-les ou annulez-les d’abord.',
  IMPORT_STATE: 'L’état de cet import ne le permet pas. Rechargez pour voir où il en est.',
  IMPORT_RUNNING: 'Un autre import est en cours d’écriture. Attendez qu’il soit fini.',
  BAD_MAPPING:
    'Ces colonnes ne peuvent pas être importées ainsi. Vérifiez à quoi correspond chacune.',
  CONSENT_STATEMENT_REQUIRED:
    'Dites comment les consentements ont été donnés et où en est la preuve.',
  EXPORT_NOT_READY: 'Le fichier n’est pas encore prêt.',
  APPROVER_IS_REQUESTER:
    'Cet effacement doit être approuvé par une autre personne que celle qui l’a demandé.',
  HELD_ROW_NOT_FOUND: 'Cette ligne n’existe pas ou plus : elle ne peut pas être gelée.',
  LEGAL_HOLD_NOT_FOUND: 'Ce gel n’existe pas.',
  HOLD_OVER: 'La fin du gel doit être dans le futur.',
  RETENTION_NOT_CHOSEN:
    'Cette durée est fixée par la loi ou par l’hébergeur : elle ne se choisit pas.',
  RETENTION_OUT_OF_BOUNDS: 'La loi ne permet pas cette durée.',
  RETENTION_RULE_NOT_FOUND: 'Cette règle de conservation n’existe pas.',
  RETENTION_STOP_NOT_FOUND: 'Cet arrêt n’existe pas.',
  ERASURE_HELD:
    'Une obligation de conservation interdit pour l’instant d’effacer une partie de ces données.',
  ERASURE_NOT_FOUND: 'Cet effacement n’existe pas.',
  ERASURE_NOT_WAITING: 'Cet effacement n’attend plus d’approbation.',
  ERASURE_PLAN_CHANGED: 'Ce qui serait effacé a changé entre-temps. Vérifiez-le de nouveau.',
  ERASURE_UNDERWAY: 'L’effacement est déjà en cours.',
  SOLE_OWNER:
    'Vous êtes seul propriétaire d’un commerce. Nommez d’abord un autre propriétaire, puis effacez votre compte.',
  EXPORT_EXPIRED: 'Le fichier a été gardé sept jours. Refaites l’export.',
  EXTRACT_NOT_FOUND: 'Ce fichier est introuvable.',
  EXTRACT_NOT_READY: 'Le fichier n’est pas encore prêt.',
  EXTRACT_EXPIRED: 'Le fichier a été gardé sept jours. Demandez-en un nouveau.',
  EXTRACT_LINK_UNKNOWN: 'Ce lien n’existe pas, ou un plus récent l’a remplacé.',
  EXTRACT_LINK_USED: 'Ce lien a déjà servi. Demandez-en un nouveau.',
  EXTRACT_IN_USE:
    'Le fichier est en cours de téléchargement par ce lien. Réessayez dans deux minutes.',
  TOO_MANY_EXTRACTS: 'Des fichiers sont en préparation. Attendez qu’ils soient prêts.',
  INTAKE_NOT_FOUND: 'Cette reprise est introuvable.',
  INTAKE_UNDER_WAY: 'Une reprise est déjà en cours. Attendez qu’elle soit finie.',
  NOT_A_TAKEOUT: 'Ce n’est pas le fichier de toutes les données d’un commerce.',
  TAKEOUT_OF_ANOTHER_VERSION:
    'Ce fichier vient d’une autre version du logiciel. Mettez les deux hébergeurs à la même version.',
  TAKEOUT_DAMAGED: 'Le fichier n’est plus tel qu’il a été écrit. Téléchargez-le de nouveau.',
  TAKEOUT_DIFFERS:
    'Les données reprises ne sont pas identiques à celles du fichier. Rien n’a été gardé.',
  MERCHANT_NOT_EMPTY: 'Seul un commerce encore vide peut reprendre ces données.',
  TOO_MANY_EXPORTS: 'Des exports sont déjà en cours. Attendez qu’ils soient finis.',
  // Stamping
  COOLDOWN: 'Cette carte vient d’être tamponnée. Attendez avant le prochain tampon.',
  DAILY_CAP: 'Le maximum de tampons pour aujourd’hui est atteint sur cette carte.',
  UNKNOWN_LOCATION: 'Ce lieu n’est pas l’un des vôtres.',
  NOTHING_TO_EARN: 'D’après les règles du programme, cette vente ne rapporte rien.',
  MONTHLY_CAP: 'Cette carte a reçu le maximum du mois.',
  BELOW_MINIMUM: 'L’achat est en dessous du minimum du programme : rien n’est crédité.',
  NOT_HERE: 'Ce programme n’est pas valable dans ce lieu.',
  TOO_MANY_UNITS: 'C’est plus de tampons que permis en une fois.',
  TOO_MANY_ON_CARD: 'Une carte ne peut pas porter autant de tampons. Rien n’a été ajouté.',
  CARD_CLOSED: 'Cette carte est fermée. Rien n’a été ajouté.',
  CARD_REPLACED: 'Cette carte a été remplacée par une nouvelle. Scannez la nouvelle.',
  PROGRAM_NOT_ACTIVE: 'Ce programme n’est pas en cours : on ne peut pas tamponner.',
  BAD_TIME: 'L’heure de l’opération n’est pas plausible. Vérifiez l’horloge de l’appareil.',
  // Rewards, corrections
  NOT_ENOUGH_UNITS: 'Il n’y a pas assez de tampons sur la carte.',
  REWARD_NOT_AVAILABLE: 'Cette récompense n’est plus proposée.',
  REWARD_LIMIT_REACHED: 'Ce client a déjà eu cette récompense autant de fois que permis.',
  REWARD_OUT_OF_STOCK: 'Cette récompense est épuisée.',
  REWARD_NOT_VALID_NOW: 'Cette récompense n’est pas valable aujourd’hui.',
  NO_PARTIAL_REDEMPTION: 'Ce programme n’échange les unités que contre des récompenses.',
  BELOW_REDEEM_MINIMUM: 'Pas assez d’unités pour une remise : voyez le minimum du programme.',
  SPONSOR_NOT_FOUND: 'La carte du parrain est introuvable dans ce programme.',
  TERMS_NOT_ACCEPTED: 'Acceptez d’abord les conditions du programme.',
  TERMS_CHANGED: 'Les conditions ont changé : relisez-les, puis acceptez-les.',
  UNIT_FIXED: 'Un programme lancé garde son unité. Créez-en un autre pour en changer.',
  UNKNOWN_REWARD: 'Cette récompense ne fait pas partie du programme.',
  PERIOD_BACKWARDS: 'La période se termine avant de commencer. Choisissez d’autres dates.',
  PERIOD_TOO_LONG: 'Cette période est trop longue. Choisissez cinq ans au plus.',
  PERIOD_OUT_OF_RANGE: 'Il n’y a pas de chiffres pour ces dates. Choisissez-en d’autres.',
  REDEEM_PERIOD_OVER: 'Le programme est terminé : les récompenses ne sont plus remises.',
  NOTHING_TO_ADJUST: 'La correction est de zéro : il n’y a rien à corriger.',
  ALREADY_REVERSED: 'Cette opération a déjà été annulée.',
  UNITS_SPENT: 'Ces tampons ont déjà servi à une récompense : annulez-la d’abord.',
  NOT_REVERSIBLE: 'Cette opération ne peut pas être annulée.',
  HOLD_NOT_FOUND: 'Cette réservation est introuvable sur cette carte.',
  HOLD_LAPSED: 'Le délai de cette réservation est dépassé.',
  HOLD_NOT_OPEN: 'Cette réservation est déjà confirmée ou annulée.',
  UNDO_EXPIRED: 'Les 30 secondes pour annuler sont passées. Demandez à un responsable.',
  // Customers and cards
  SAME_CUSTOMER: 'Choisissez deux fiches différentes.',
  HOLDS_OPEN: 'Une vente attend encore sa confirmation sur l’une des cartes. Réessayez ensuite.',
  MERGE_NOT_FOUND: 'Cette fusion est introuvable.',
  MERGE_NOT_UNDOABLE:
    'Cette fusion ne peut plus être annulée : il s’est passé autre chose depuis, ou trop de temps.',
  DUPLICATE_NOT_FOUND: 'Ce doublon n’est plus proposé.',
  PHOTO_NOT_FOUND: 'Ce client n’a pas de photo.',
  NOT_A_PICTURE: 'Cette image ne peut pas être lue. Envoyez une photo JPEG, PNG ou WebP.',
  PICTURE_TOO_LARGE: 'Cette image a trop de pixels. Réduisez-la, puis réessayez.',
  PICTURE_TOO_SMALL: 'Cette image est trop petite pour être belle. Choisissez-en une plus grande.',
  PICTURE_ANIMATED: 'Cette image est animée. Choisissez-en une fixe.',
  PICTURE_STORE_DOWN:
    'Les images sont injoignables pour le moment. Rien n’est perdu : réessayez dans une minute.',
  LOGO_NOT_FOUND: 'Ce commerce n’a pas de logo.',
  IMAGE_NOT_FOUND: 'Cette image n’est plus là.',
  UNKNOWN_IMAGE: 'L’image de fond n’est plus là. Choisissez-la de nouveau.',
  TOO_MANY_CUSTOMERS: 'C’est trop de clients à la fois : affinez la liste.',
  CUSTOMER_MERGED: 'Ce client a été fusionné avec une autre fiche ; c’est elle qui continue.',
  NO_MARKETING_UNDER_15:
    'Pas de publicité à un enfant de moins de 15 ans : ce consentement ne peut pas être donné.',
  ALERT_NOT_FOUND: 'Cette alerte n’existe pas, ou plus.',
  CAMPAIGN_NOT_FOUND: 'Cette campagne n’existe pas ou plus.',
  CAMPAIGN_NOT_DRAFT: 'Seul un brouillon se modifie. Annulez d’abord l’envoi prévu.',
  CAMPAIGN_NOT_READY: 'L’état de la campagne a changé. Rechargez pour voir où elle en est.',
  CAMPAIGN_INCOMPLETE: 'Il manque un objet, un message ou des destinataires.',
  SENDER_UNKNOWN:
    'Indiquez d’abord une adresse de contact dans les réglages du commerce : qui écrit doit pouvoir être joint.',
  NOT_IN_TIME: 'Choisissez un moment à venir, d’ici un an.',
  NOBODY_CHOSEN: 'Choisissez au moins un client.',
  SENSITIVE_SEGMENT:
    'On ne choisit personne par sa santé, sa religion, ses opinions, son origine ou sa vie intime.',
  NO_ADDRESS_OF_ONES_OWN: 'L’essai part vers l’adresse d’un membre de l’équipe.',
  NO_PURCHASE: 'Aucun achat n’est enregistré : il faut le consentement du client.',
  CUSTOMER_RESTRICTED:
    'L’utilisation des données de ce client est limitée : elles sont conservées, sans être utilisées.',
  CUSTOMER_OBJECTED: 'Ce client s’est opposé à être contacté.',
  CONTACT_OBJECTED: 'La personne joignable ainsi s’est opposée à l’utilisation de ce contact.',
  LINK_NOT_OURS: 'Ce lien n’est pas complet : ouvrez-le de nouveau depuis le message.',
  NOT_RESTRICTED: 'L’utilisation de ces données n’est pas limitée.',
  PERSON_NOT_INFORMED: 'La personne doit d’abord être informée de la levée.',
  NO_ADDRESS: 'Aucune adresse e-mail n’est connue.',
  NOBODYS_CARD: 'Cette carte n’est au nom de personne : rien n’est conservé sur vous.',
  WRONG_IDENTIFICATION: 'Ce code n’est pas le bon, ou il a expiré.',
  IDENTIFICATION_OVER: 'Pour votre sécurité, identifiez-vous de nouveau.',
  DUPLICATE_CUSTOMER: 'Un client a déjà ce téléphone ou cet e-mail.',
  ALREADY_HAS_CARD: 'Ce client a déjà une carte de ce programme.',
  CONTACT_MISSING: 'Indiquez un téléphone ou un e-mail.',
  NOBODY_NAMED: 'Indiquez au moins un prénom, un téléphone ou un e-mail.',
  // Programs
  NO_REWARD: 'Ajoutez au moins une récompense avant d’ouvrir le programme.',
  WRONG_STATE: 'L’état du programme ne permet pas cette action. Rechargez pour voir où il en est.',
  LOW_CONTRAST: 'Texte et fond se ressemblent trop : la carte serait illisible.',
  REDEEM_UNTIL_PAST: 'La date de fin doit être aujourd’hui ou plus tard.',
  // Two people at once, retries
  STALE:
    'Quelqu’un d’autre vient de modifier cette fiche. Vos changements ne sont pas enregistrés.',
  PRECONDITION_REQUIRED: 'Rechargez la fiche, puis recommencez. Rien n’a été modifié.',
  STILL_RUNNING: 'La même opération est en cours. Réessayez dans un instant.',
  IDEMPOTENCY_KEY_REQUIRED: 'L’application a mal formulé sa demande. Rechargez la page.',
  IDEMPOTENCY_KEY_REUSED:
    'Cette opération a déjà été envoyée autrement. Rechargez la carte pour voir son solde.',
  // Malformed
  VALIDATION: 'Certaines valeurs ne conviennent pas. Corrigez les champs signalés.',
  UNDECODABLE: 'L’application a mal formulé sa demande. Rechargez la page.',
  BAD_REQUEST: 'L’application a mal formulé sa demande. Rechargez la page.',
  BAD_CURSOR: 'La liste a changé. Reprenez-la depuis le début.',
  CURSOR_TOO_OLD: 'Une partie de ce qui s’est passé n’est plus conservée. Relisez l’ensemble.',
  RATE_LIMITED: 'C’est beaucoup d’un coup. Reprenez dans un instant.',
  TOO_MANY_WAITING: 'Trop de logiciels attendent déjà des événements. Réessayez dans un instant.',
  FEED_CATCHING_UP: 'Le fil des événements se met à jour. Réessayez dans un instant.',
  METHOD_NOT_ALLOWED: 'L’application a mal formulé sa demande. Rechargez la page.',
  // Breakdowns
  DATABASE_UNAVAILABLE: 'Le service est momentanément indisponible. Réessayez dans un instant.',
  NOT_READY: 'Le service démarre. Réessayez dans un instant.',
  UNAVAILABLE: 'Le service est momentanément indisponible. Réessayez dans un instant.',
  INTERNAL: 'Une erreur est survenue de notre côté. Réessayez dans un instant.',
};

export type ProblemTexts = typeof texts;

export const fr: ProblemTexts = french(texts);

export const network = french({
  offline: 'Vous êtes hors ligne. Rien n’est perdu : réessayez une fois connecté.',
  unreachable: 'Le service ne répond pas. Vérifiez la connexion, puis réessayez.',
  timeout: 'Le service met trop de temps à répondre. Réessayez.',
  aborted: 'La demande a été interrompue.',
  unknown: 'Un imprévu est survenu. Réessayez.',
});
