"""Words by which nobody is chosen for news: what they tell is nobody's business (GDPR art. 9)."""

from __future__ import annotations

from api.core.errors import Problem
from api.core.texts import plain
from api.customers import keys

_BEGINNINGS = (
    # Health
    *("malad", "medica", "diabet", "cancer", "enceint", "grossess", "handicap", "depress"),
    *("allerg", "obes", "disease", "disab", "pregnan", "celiac", "coeliaq"),
    # Belief and opinion
    *("relig", "cathol", "chreti", "christi", "musulm", "muslim", "islam", "protestan"),
    *("politi", "syndic", "athee"),
    # Origin, sexual life
    *("racial", "ethni", "homosex", "lesb", "bisex", "transgen", "sexu", "lgbt"),
)
_WORDS = frozenset(
    {
        *("sante", "health", "sida", "aids", "vih", "hiv"),
        *("halal", "casher", "cacher", "kosher", "juif", "juive", "juifs", "juives", "jew", "jews"),
        *("jewish", "athe", "gay", "gays", "queer", "trans", "arabe", "arabes", "rom", "roms"),
    }
)


class SensitiveSegment(Problem):
    """``word`` in the document. A list of words cannot know every one: what a tag means stays
    the merchant's responsibility."""

    status, code, title = 422, "SENSITIVE_SEGMENT", "Nobody may be chosen by such a word"


def refuse(tag: str) -> None:
    """Raises :class:`SensitiveSegment`."""
    for word in keys.words(plain(tag)):
        if word in _WORDS or word.startswith(_BEGINNINGS):
            raise SensitiveSegment(word=word)
