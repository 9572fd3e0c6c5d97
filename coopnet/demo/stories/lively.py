"""Cooperations that live: one thriving, one in light mode, one network."""

from cooperations.enums import Field, Kind, Mode, PledgeKind, Rhythm, State
from coopnet.demo.telling import Story


def kitchen_light(story: Story) -> None:
    """Thriving: both give, both get, promises are kept."""
    story.start(
        340,
        title="Küche und Licht aus einer Hand",
        kind=Kind.COOPERATION,
        field=Field.SALES,
        mode=Mode.FULL,
    )
    story.party(338, "hansen", "hansen", "ihde", "Mehr Aufträge für ganze Küchen statt einzelner Fronten.")
    story.party(338, "nordlicht", "nowak", "roth", "Lichtplanung verkaufen, nicht nur Steckdosen.")
    story.party(338, "petersen", "petersen", None, "Kundinnen und Kunden eine Küche ohne Koordination anbieten.")
    story.terms(
        336,
        joint_goal="24 gemeinsam geplante Küchen in zwölf Monaten.",
        goal_on=story.walk.ago(-25),
        starts_on=story.walk.ago(320),
        review_on=story.walk.ago(-16),
        rhythm_days=14,
        ending_terms="Kündigung mit drei Monaten zum Quartalsende; laufende Aufträge werden fertiggestellt.",
    )
    story.move_to(335, State.EXPLORING, "Erstes Treffen im Küchenstudio.")
    story.pledge(333, "hansen", "Aufmaß und Musterfronten", "120", "h", value="58")
    story.pledge(333, "nordlicht", "Lichtplanung je Küche", "96", "h", value="62")
    story.pledge(333, "petersen", "Ausstellungsfläche", "12", "Monate", kind=PledgeKind.MATERIAL, value="400")
    story.pledge(332, "petersen", "Zugang zum Kundenstamm", "1", "Liste", kind=PledgeKind.CONTACTS, substance=True)
    story.measure(332, "hansen", "Aufträge für ganze Küchen", "10", "Aufträge", -25)
    story.measure(332, "nordlicht", "Lichtplanungen", "24", "Planungen", -25)
    story.measure(332, "petersen", "Küchen mit allen Gewerken", "24", "Küchen", -25)
    story.task(331, "hansen", "Musterfronten liefern", 310, done=312, done_when="drei Fronten hängen im Studio")
    story.task(331, "nordlicht", "Lichtinsel aufbauen", 305, done=304, done_when="Insel leuchtet", for_firm="petersen")
    story.task(331, "petersen", "Ablauf für Kundentermine aufschreiben", 300, done=301)
    story.agree(325, active=320)
    for month in range(11):
        day = 300 - 28 * month
        story.gave(day, "hansen", f"Aufmaß und Fronten, {month + 1}. Küche", "10", confirmed_by="petersen")
        story.gave(day - 5, "nordlicht", f"Lichtplanung, {month + 1}. Küche", "8", confirmed_by="petersen")
        story.gave(day - 9, "petersen", f"Ausstellungsfläche, Monat {month + 1}", "1", "Monate", confirmed_by="hansen")
        story.task(day - 2, "hansen", f"Angebot zur {month + 2}. Küche", day - 16, done=day - 15, for_firm="petersen")
    for day, value in ((250, "8400"), (190, "12600"), (120, "9800"), (45, "14200")):
        story.got(day, "hansen", "Auftrag ganze Küche", value, giver="petersen", thanks="Danke für den Auftrag.")
        story.got(day - 3, "nordlicht", "Lichtplanung verkauft", str(int(value) // 4), giver="hansen")
        story.got(
            day - 6,
            "petersen",
            "Küche ohne Nachfragen montiert",
            str(int(value) // 5),
            giver="hansen",
            thanks="Die Kundin war begeistert.",
        )
    for day in (270, 180, 90, 20):
        story.met(day, "Vierteljahrestreffen im Studio")
    story.task(48, "hansen", "Muster in Eiche nachliefern", -6, done_when="vier Fronten im Studio", for_firm="petersen")
    story.task(48, "nordlicht", "Angebot Lichtband Küche Berger", -3, for_firm="petersen")
    story.task(48, "petersen", "Standortbestimmung vorbereiten", -12)
    story.gave(4, "nordlicht", "Lichtplanung Küche Berger", "6")


def breakfast(story: Story) -> None:
    """Light mode: a network that meets over breakfast and needs no contract."""
    story.start(280, title="Handwerkerfrühstück Plagwitz", kind=Kind.NETWORK, field=Field.OTHER, mode=Mode.LIGHT)
    story.party(279, "weiss", "weiss", None, "Empfehlungen bekommen und geben.")
    story.party(279, "hansen", "hansen", "ihde", "Wissen, wer gerade Kapazität hat.")
    story.party(279, "schulze", "schulze", None, "Nicht mehr allein vor der Baustelle stehen.")
    story.terms(
        278,
        joint_goal="Jeden Monat eine Empfehlung, die zum Auftrag wird.",
        goal_on=story.walk.ago(-80),
        starts_on=story.walk.ago(270),
        review_on=story.walk.ago(-30),
        rhythm_days=30,
        ending_terms="Wer nicht mehr kommen mag, sagt es beim Frühstück.",
    )
    story.move_to(278, State.EXPLORING, "Drei wollen es versuchen.")
    for firm in ("weiss", "hansen", "schulze"):
        story.pledge(277, firm, "Empfehlungen", "6", "Empfehlungen", kind=PledgeKind.CONTACTS, rhythm=Rhythm.YEARLY)
        story.measure(277, firm, "Aufträge aus Empfehlungen", "4", "Aufträge", -80)
        story.task(276, firm, f"Einen Gast mitbringen ({firm.title()})", 240, done=245)
    story.agree(272, active=270)
    for month in range(9):
        story.met(262 - 30 * month, "Frühstück in der Werkstatt")
    story.gave(200, "weiss", "Empfehlung an Familie Kolbe", "1", "Empfehlungen", confirmed_by="hansen")
    story.gave(130, "schulze", "Empfehlung Bad Altbau", "1", "Empfehlungen", confirmed_by="weiss")
    story.gave(66, "hansen", "Empfehlung Treppenhaus", "1", "Empfehlungen", confirmed_by="weiss")
    story.got(120, "weiss", "Auftrag Bad Altbau", "3200", giver="schulze", thanks="Das hat mir den Mai gerettet.")
    for firm, title in (
        ("weiss", "Frühstück im Dezember ausrichten"),
        ("hansen", "Liste der freien Wochen herumschicken"),
        ("schulze", "Zwei Empfehlungen bis Jahresende"),
    ):
        story.task(48, firm, title, -14)
