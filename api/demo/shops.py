"""The shops of the demonstration: who they are, what they offer, how they live."""

from __future__ import annotations

from api.demo.grocer import GROCER
from api.demo.rhythm import Rhythm
from api.demo.shop import DAYS, Habit, Offer, Shop, Terms
from api.programs.schemas.programs import Design
from api.programs.schemas.rules import Rules

BAKERY = Shop(
    slug="les-deux-epis",
    name="Boulangerie Les Deux Épis",
    contact="bonjour@deuxepis.example",
    customers=2000,
    anonymous=0.065,
    at_counter=0.4,
    noted=0.2,
    rhythm=Rhythm(
        weekdays=(0, 0.8, 0.9, 0.85, 1.05, 1.5, 1.7),
        hours={7: 5, 8: 9, 9: 6, 10: 5, 11: 6, 12: 8, 16: 3, 17: 4, 18: 5},
        sunday={7: 2, 8: 5, 9: 8, 10: 9, 11: 9, 12: 5},
        holidays=(3, 24),
        december=1.5,
    ),
    habits=(Habit(0.12, 4), Habit(0.30, 8), Habit(0.38, 25), Habit(0.20, 75)),
    units=(0.90, 0.08, 0.02),
    offers=(
        Offer(
            name="La carte du pain",
            design=Design(
                template="bakery", background="#f6e7cf", foreground="#4a2b12",
                accent="#a8501f", stamp="leaf",
            ),
            terms=(
                Terms(0, Rules(), {"loaf": ("Une baguette tradition offerte", 12)}),
                Terms(60, Rules(daily_cap=5), {"loaf": ("Une baguette tradition offerte", 10)}),
            ),
            drafted=-2,
            begins=0,
            closes=120,
        ),
        Offer(
            name="Le dixième croissant",
            design=Design(
                template="bakery", background="#5b2e12", foreground="#fff7e8",
                accent="#f2b544", stamp="croissant",
            ),
            terms=(
                Terms(
                    120,
                    Rules(daily_cap=5, max_per_operation=5),
                    {"croissant": ("Un croissant offert", 10)},
                    {"croissant": {"value": 130}},
                ),
                Terms(
                    270,
                    Rules(cooldown_minutes=30, daily_cap=3, max_per_operation=3),
                    {
                        "puffs": ("Trois chouquettes offertes", 5),
                        "croissant": ("Un croissant offert", 10),
                    },
                    {"puffs": {"value": 150}, "croissant": {"value": 130}},
                ),
            ),
            drafted=112,
            begins=120,
        ),
    ),
    notes=(
        "Préfère le pain bien cuit.",
        "Commande deux baguettes le dimanche, à mettre de côté.",
        "Demande toujours le pain tranché.",
        "Aime les croissants du dernier four, vers 10 h.",
        "Passe le samedi avec ses petits-enfants.",
        "Commande une galette chaque année en janvier.",
        "Habite au-dessus de la pharmacie, se fait parfois livrer.",
        "Prend un pain de seigle, le réserver le vendredi.",
        "Apporte son propre sac à pain.",
        "Commande pour le comité de quartier : facture à prévoir.",
    ),
    gestures=(
        "Geste commercial : croissants trop cuits",
        "Tampon oublié la veille",
        "Attente trop longue samedi matin",
    ),
)  # fmt: skip

HAIRDRESSER = Shop(
    slug="salon-meche-douce",
    name="Salon Mèche Douce",
    contact="rendezvous@mechedouce.example",
    customers=600,
    anonymous=0.05,
    at_counter=0.8,
    noted=0.34,
    rhythm=Rhythm(
        weekdays=(0, 0.8, 1, 0.9, 1.2, 1.5, 0),
        hours={9: 6, 10: 8, 11: 8, 12: 5, 13: 4, 14: 7, 15: 7, 16: 8, 17: 8, 18: 6},
        holidays=(8, 22),
        december=1.35,
        summer=0.9,
    ),
    habits=(Habit(0.25, 28), Habit(0.40, 40), Habit(0.27, 56), Habit(0.08, 110)),
    units=(0.95, 0.05),
    offers=(
        Offer(
            name="Six coupes, un brushing",
            design=Design(
                template="hair", background="#2b2540", foreground="#ffffff",
                accent="#e7a6c1", stamp="scissors",
            ),
            terms=(
                Terms(
                    0,
                    Rules(cooldown_minutes=60, daily_cap=3, max_per_operation=3),
                    {"blow": ("Un brushing offert", 8)},
                    {"blow": {"value": 2800}},
                ),
                Terms(
                    200,
                    Rules(cooldown_minutes=60, daily_cap=3, max_per_operation=3),
                    {
                        "blow": ("Un brushing offert", 6),
                        "half": ("−50 % sur la prochaine coupe", 6),
                    },
                    {"blow": {"value": 2800}, "half": {"value": 1900}},
                ),
            ),
            drafted=-3,
            begins=0,
        ),
    ),
    notes=(
        "Coupe courte, dégradé sur les côtés, sabot de 6.",
        "Garde la frange longue.",
        "Couleur 6.34, trente-cinq minutes de pose.",
        "Préfère Léa, le samedi matin.",
        "Ne veut pas de séchage trop chaud.",
        "Prend le thé vert pendant la pose.",
        "Carré plongeant, deux centimètres sous l’oreille.",
        "Balayage deux fois par an, en mai et en octobre.",
        "Vient avec son fils, prévoir deux créneaux.",
        "Rappeler la veille du rendez-vous.",
        "Préfère le fauteuil près de la fenêtre.",
    ),
    gestures=(
        "Geste commercial : retard d’une demi-heure",
        "Tampon oublié à la dernière visite",
    ),
)  # fmt: skip

CAFE = Shop(
    slug="cafe-du-canal",
    name="Café du Canal",
    contact="salut@cafeducanal.example",
    customers=300,
    anonymous=0.08,
    at_counter=0.2,
    noted=0.25,
    rhythm=Rhythm(
        weekdays=(1, 1, 1.05, 1.1, 0.95, 0.3, 0),
        hours={7: 4, 8: 9, 9: 6, 10: 4, 11: 3, 12: 9, 13: 10, 14: 5, 15: 3, 16: 3, 17: 3},
        holidays=(1, 18),
        december=1.15,
        summer=0.8,
    ),
    habits=(Habit(0.15, 1.6), Habit(0.35, 5), Habit(0.34, 16), Habit(0.16, 60)),
    units=(0.88, 0.10, 0.02),
    offers=(
        Offer(
            name="Le café de la maison",
            design=Design(
                template="cafe", background="#123c3a", foreground="#fdf6ec",
                accent="#e8a15a", stamp="cup",
            ),
            terms=(
                Terms(
                    0,
                    Rules(cooldown_minutes=10, daily_cap=6, max_per_operation=4),
                    {"coffee": ("Un café offert", 10)},
                    {"coffee": {"value": 180}},
                ),
                Terms(
                    150,
                    Rules(cooldown_minutes=15, daily_cap=4, max_per_operation=4),
                    {"coffee": ("Un café offert", 8)},
                    {"coffee": {"value": 180}},
                ),
            ),
            drafted=-1,
            begins=0,
        ),
        Offer(
            name="Les midis du Canal",
            design=Design(
                template="restaurant", background="#f4e3c8", foreground="#3b2314",
                accent="#b5532a", stamp="star",
            ),
            terms=(
                Terms(
                    DAYS - 9,
                    Rules(cooldown_minutes=120, daily_cap=2),
                    {
                        "dessert": ("Un dessert maison offert", 5),
                        "lunch": ("Une formule midi offerte", 12),
                    },
                ),
            ),
            drafted=DAYS - 9,
            begins=None,
        ),
    ),
    notes=(
        "Allongé avec un verre d’eau.",
        "Noisette, à emporter, dans sa propre tasse.",
        "Travaille souvent à la table près de la prise.",
        "Prend le plat du jour le jeudi.",
        "Sans sucre, sans cuillère.",
        "Réserve la grande table pour le club de lecture.",
    ),
    gestures=(
        "Geste commercial : machine en panne",
        "Tampon oublié au comptoir",
        "Merci pour la tasse rapportée",
    ),
)  # fmt: skip

SHOPS = (BAKERY, HAIRDRESSER, CAFE, GROCER)
