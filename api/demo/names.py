"""First names by the generation that bears them, and family names, most frequent first."""

from __future__ import annotations

from itertools import accumulate
from random import Random

_GENERATIONS = {
    "1940s": (
        10,
        "Jean Michel Pierre Jacqueline Monique Françoise André Bernard Jacques Claude Nicole"
        " Danielle Jeannine Colette Gérard Josette Marie-Thérèse René Yvette Daniel Simone"
        " Georges Odette Henri Christiane Guy Liliane Raymond Paulette Roger",
    ),
    "1960s": (
        24,
        "Philippe Catherine Sylvie Christine Patrick Martine Isabelle Pascal Brigitte Thierry"
        " Véronique Éric Nathalie Bruno Patricia Alain Corinne Laurent Dominique Marc Valérie"
        " Didier Florence Hervé Chantal Fabienne Gilles Agnès Joël Anne Karim Fatima Manuel",
    ),
    "1980s": (
        34,
        "Nicolas Julien Céline Aurélie Sébastien Émilie Stéphanie David Élodie Guillaume Laetitia"
        " Romain Virginie Mathieu Sandrine Jérôme Caroline Cédric Delphine Benoît Audrey Vincent"
        " Hélène Yann Claire Samir Sophie Olivier Karine Nadia Arnaud Marion Rachid Anne-Sophie",
    ),
    "1990s": (
        24,
        "Camille Thomas Marine Alexandre Laura Kevin Pauline Maxime Manon Quentin Justine"
        " Florian Mélanie Anthony Chloé Jérémy Lucie Clément Anaïs Baptiste Margaux Valentin"
        " Sarah Mehdi Morgane Antoine Léa Yasmine Adrien Clémence Mohamed Noémie Bastien",
    ),
    "2000s": (
        8,
        "Emma Lucas Inès Hugo Jade Nathan Louise Enzo Lola Théo Zoé Louis Lilou Raphaël Alice"
        " Mathis Juliette Gabriel Lina Noah Romane Ethan Ambre Tom Rose Rayan Agathe Jules",
    ),
}

_FAMILIES = (
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre"
    " Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau"
    " Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François"
    " Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier"
    " Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard"
    " Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard"
    " Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix"
    " Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume"
    " Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis"
    " Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty"
    " Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé"
    " Schneider Fernandez Le_Gall Collet Léger Bouvier Julien Prévost Millet Perrot Daniel"
    " Cousin Germain Breton Besson Langlois Rémy Le_Goff Pelletier Lévêque Perrier Leblanc Barré"
    " Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet"
    " Étienne Grondin Poulain Tessier Chevallier Collin Chauvin Da_Silva Bouchet Lemaître"
    " Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier Pichon Lejeune"
    " Nguyen Diallo Benali Haddad Traoré Ferreira Pereira Santos Cissé Belkacem Tran Kaya"
).replace("_", "\N{NO-BREAK SPACE}")

_VISITORS = (
    "Emma Wilson|James Taylor|Sophie Brown|Oliver Evans|Grace Walker|Thomas Clarke|Anna Schmidt"
    "|Lukas Weber|Giulia Rossi|Marco Ricci|Sofia Moreno|Daan de Vries|Hannah Murphy|Jack O’Neill"
)

FIRST_NAMES = [names.split() for _, names in _GENERATIONS.values()]
LAST_NAMES = [name.replace("\N{NO-BREAK SPACE}", " ") for name in _FAMILIES.split(" ")]
_SHARES = list(accumulate(share for share, _ in _GENERATIONS.values()))
# A name's frequency falls with its rank: fast among the first names of a generation, slowly
# among family names, of which Martin is borne by ten times as many people as the 200th.
_BY_RANK = [list(accumulate(1 / (rank + 6) for rank in range(len(one)))) for one in FIRST_NAMES]
_BY_RANK_OF_FAMILY = list(accumulate(1 / (rank + 20) for rank in range(len(LAST_NAMES))))
GENERATIONS = range(len(FIRST_NAMES))


def french(rng: Random) -> tuple[int, str, str]:
    """A generation (0 is the oldest), a first name and a family name."""
    (generation,) = rng.choices(GENERATIONS, cum_weights=_SHARES)
    (first,) = rng.choices(FIRST_NAMES[generation], cum_weights=_BY_RANK[generation])
    (last,) = rng.choices(LAST_NAMES, cum_weights=_BY_RANK_OF_FAMILY)
    return generation, first, last


def foreign(rng: Random) -> tuple[str, str]:
    first, _, last = rng.choice(_VISITORS.split("|")).partition(" ")
    return first, last
