"""Cooperations in the other states: idea, exploring, agreed, paused and honestly ended."""

from cooperations.enums import Field, Kind, Mode, Outcome, PledgeKind, State
from coopnet.demo.telling import Story


def solar_roofs(story: Story) -> None:
    """Exploring: shares are being described, Krause has no success measure yet."""
    story.start(35, title="Solardächer auf Werkstätten", kind=Kind.COOPERATION, field=Field.DEVELOPMENT)
    story.party(33, "fuchs", "fuchs", None, "Dächer, die sich in acht Jahren rechnen.")
    story.party(33, "krause", "krause", None, "Unterkonstruktionen in Serie.")
    story.terms(30, joint_goal="Drei Werkstattdächer bis zum Sommer.", goal_on=story.walk.ago(-220))
    story.move_to(30, State.EXPLORING, "Ortstermin bei Krause, das Dach trägt.")
    story.pledge(25, "fuchs", "Planung je Dach", "20", "h", value="75")
    story.measure(25, "fuchs", "Gebaute Dächer", "3", "Dächer", -220)
    story.task(20, "krause", "Statik des eigenen Daches", -8, accepted=False)


def regional_basket(story: Story) -> None:
    """Paused over the season, with a day to come back."""
    story.start(300, title="Regionalkorb für Firmenkunden", kind=Kind.COOPERATION, field=Field.SALES, mode=Mode.LIGHT)
    story.party(298, "linde", "linde", "sauer", "Absatz im Winter.")
    story.party(298, "becker", "becker", "becker2", "Geschenke, die zu Druckkunden passen.")
    story.terms(
        296,
        joint_goal="300 Körbe zu Weihnachten.",
        goal_on=story.walk.ago(-40),
        starts_on=story.walk.ago(285),
        review_on=story.walk.ago(-60),
        rhythm_days=30,
        ending_terms="Endet nach der Saison, wenn niemand verlängert.",
    )
    story.move_to(295, State.EXPLORING, "Idee aus dem Hofladen.")
    story.pledge(294, "linde", "Körbe packen", "100", "h", value="32")
    story.pledge(294, "becker", "Karten und Banderolen", "300", "Stück", kind=PledgeKind.MATERIAL, value="1.20")
    story.measure(293, "linde", "Verkaufte Körbe", "300", "Körbe", -40)
    story.measure(293, "becker", "Neue Geschäftskunden", "5", "Kunden", -40)
    story.task(292, "linde", "Musterkorb", 280, done=281)
    story.task(292, "becker", "Muster der Banderole", 280, done=279)
    story.agree(288, active=285)
    for number in range(5):
        story.gave(260 - 25 * number, "linde", f"Körbe gepackt, Runde {number + 1}", "8", confirmed_by="becker")
    story.got(150, "linde", "40 Körbe verkauft", "1600", giver="becker", thanks="Ihre Karten kamen sehr gut an.")
    story.task(120, "linde", "Preise für die neue Saison", -25)
    story.task(120, "becker", "Neue Karten entwerfen", -30)
    story.move_to(80, State.PAUSED, "Ernte und Hofumbau.", paused_until=story.walk.ago(-14))


def wood_buying(story: Story) -> None:
    """Ended honestly: the goal was reached, and everybody said so."""
    story.start(355, title="Einkaufsring Eiche", kind=Kind.COOPERATION, field=Field.PURCHASING)
    story.party(353, "hansen", "hansen", "ihde", "Eiche zum Preis der Großen.")
    story.party(353, "dietz", "dietz", None, "Ganze Stämme statt Einzelbretter verkaufen.")
    story.terms(
        351,
        mode=Mode.FULL,
        joint_goal="40 Festmeter Eiche, 12 % unter Listenpreis.",
        goal_on=story.walk.ago(120),
        starts_on=story.walk.ago(340),
        review_on=story.walk.ago(130),
        rhythm_days=30,
        ending_terms="Endet mit der Abnahme von 40 Festmetern.",
    )
    story.move_to(350, State.EXPLORING, "Herr Dietz hat einen guten Einschlag.")
    story.pledge(348, "hansen", "Abnahme", "40", "Festmeter", kind=PledgeKind.MONEY, value="650")
    story.pledge(348, "dietz", "Zuschnitt und Lagerung", "60", "h", value="45")
    story.measure(347, "hansen", "Ersparnis", "3000", "€", 120)
    story.measure(347, "dietz", "Verkaufte Stämme", "40", "Festmeter", 120)
    story.task(346, "hansen", "Liste der Maße", 335, done=336)
    story.task(346, "dietz", "Stämme reservieren", 330, done=331)
    story.agree(343, active=340)
    for number in range(6):
        day = 320 - 30 * number
        story.gave(day, "dietz", f"Zuschnitt, Lieferung {number + 1}", "10", confirmed_by="hansen")
        story.gave(day - 4, "hansen", f"Abnahme, Lieferung {number + 1}", "6", "Festmeter", confirmed_by="dietz")
    story.got(150, "hansen", "Ersparnis gegenüber Liste", "3240", giver="dietz", thanks="Gutes Holz, gutes Wort.")
    story.got(148, "dietz", "Ganze Stämme verkauft", "2100", giver="hansen")
    story.move_to(
        118,
        State.ENDED,
        "40 Festmeter sind abgenommen.",
        outcome=Outcome.REACHED,
        lessons="Früher über Lagerplatz reden; eine Lieferung im Monat war der richtige Takt.",
    )


def delivery_van(story: Story) -> None:
    """Agreed: everybody approved, it starts in two weeks."""
    story.start(45, title="Gemeinsamer Lieferwagen", kind=Kind.COOPERATION, field=Field.OTHER)
    story.party(44, "linde", "linde", "sauer", "Zwei Fahrten in die Stadt je Woche.")
    story.party(44, "weiss", "weiss", None, "Farbe holen ohne eigenen Transporter.")
    story.terms(
        42,
        joint_goal="Ein Wagen statt zwei, 350 Euro im Monat gespart.",
        goal_on=story.walk.ago(-180),
        starts_on=story.walk.ago(-14),
        review_on=story.walk.ago(-100),
        rhythm_days=30,
        ending_terms="Mit sechs Wochen zum Monatsende; der Wagen gehört Hof Linde.",
    )
    story.move_to(40, State.EXPLORING, "Beide fahren dieselbe Strecke.")
    story.pledge(38, "linde", "Lieferwagen", "12", "Monate", kind=PledgeKind.MATERIAL, value="280", substance=True)
    story.pledge(38, "weiss", "Fahrdienst", "90", "h", value="30")
    story.measure(37, "linde", "Gesparte Kosten", "2000", "€", -180)
    story.measure(37, "weiss", "Fahrten ohne Mietwagen", "60", "Fahrten", -180)
    story.task(36, "linde", "Versicherung auf beide ändern", -7)
    story.task(36, "weiss", "Fahrtenkalender anlegen", -9)
    story.agree_only(20)


def shared_apprentice(story: Story) -> None:
    """An idea, noted after a call."""
    story.start(6, title="Auszubildende gemeinsam ausbilden", kind=Kind.COOPERATION, field=Field.OTHER, mode=Mode.LIGHT)
    story.party(6, "petersen", "petersen")
    story.party(6, "hansen", "hansen", "ihde")
