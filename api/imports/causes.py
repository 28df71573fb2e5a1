"""Why a row is rejected, in the words of the file that goes back to the merchant."""

from __future__ import annotations

from api.customers.fields import Language
from api.imports.schemas import Cause

COLUMN: dict[Language, tuple[str, str]] = {"fr": ("Ligne", "Cause"), "en": ("Row", "Cause")}
CAUSES: dict[Language, dict[Cause, str]] = {
    "fr": {
        "INVALID_EMAIL": "L’adresse e-mail n’est pas valable",
        "INVALID_PHONE": "Le numéro de téléphone n’est pas valable",
        "INVALID_SIRET": "Le SIRET n’est pas valable",
        "INVALID_DATE": "La date ne peut pas être lue",
        "INVALID_NUMBER": "Un nombre entier est attendu",
        "INVALID_CHOICE": "Cette valeur n’est pas connue",
        "INVALID_TEXT": "Le texte contient des caractères interdits",
        "TOO_LONG": "Le texte est trop long",
        "NOBODY_NAMED": "Rien ne dit qui est ce client",
        "DUPLICATE_IN_FILE": "Ce client est déjà plus haut dans le fichier",
        "MATCHES_SEVERAL": "L’e-mail et le téléphone sont ceux de deux clients différents",
        "NO_MARKETING_UNDER_15": "Pas de prospection avant 15 ans",
        "NO_CONTACT_FOR_CONSENT": "Un consentement sans l’adresse ou le numéro qu’il concerne",
        "PLAN_LIMIT": "La formule n’a plus de place pour une carte de plus",
        "NOT_SAVED": "La ligne n’a pas pu être enregistrée",
        "OBJECTED": "Cette personne s’est opposée à l’utilisation de ce contact",
        "RESTRICTED": "L’utilisation des données de ce client est limitée",
    },
    "en": {
        "INVALID_EMAIL": "The e-mail address is not valid",
        "INVALID_PHONE": "The phone number is not valid",
        "INVALID_SIRET": "The SIRET is not valid",
        "INVALID_DATE": "The date cannot be read",
        "INVALID_NUMBER": "A whole number is expected",
        "INVALID_CHOICE": "This value is not known",
        "INVALID_TEXT": "The text holds characters that are not allowed",
        "TOO_LONG": "The text is too long",
        "NOBODY_NAMED": "Nothing tells who this customer is",
        "DUPLICATE_IN_FILE": "This customer is in the file already, further up",
        "MATCHES_SEVERAL": "E-mail and phone belong to two different customers",
        "NO_MARKETING_UNDER_15": "No marketing under 15",
        "NO_CONTACT_FOR_CONSENT": "A consent without the address or number it is about",
        "PLAN_LIMIT": "The plan has no room for one more card",
        "NOT_SAVED": "The row could not be saved",
        "OBJECTED": "The owner of this contact objected to its use",
        "RESTRICTED": "The use of this customer’s data is restricted",
    },
}
