"""Cooperations that need somebody: one lopsided, one silent, one with a conflict."""

from cooperations.enums import Field, Kind, Mode, PledgeKind, State
from coopnet.demo.telling import Story


def fair_stand(story: Story) -> None:
    """Lopsided: Krause gives and gives, Engel and Fuchs mostly get."""
    story.start(250, title="Gemeinsamer Messestand Haus und Energie", kind=Kind.COOPERATION, field=Field.MARKETING)
    story.party(248, "krause", "krause", None, "Neue Kundschaft für Carports und Geländer.")
    story.party(248, "engel", "engel", None, "Ein Referenzstand, den alle sehen.")
    story.party(248, "fuchs", "fuchs", None, "Anfragen für Solardächer.")
    story.terms(
        246,
        mode=Mode.FULL,
        joint_goal="Ein Stand auf zwei Messen, 60 Anfragen zusammen.",
        goal_on=story.walk.ago(-100),
        starts_on=story.walk.ago(236),
        review_on=story.walk.ago(-9),
        rhythm_days=21,
        ending_terms="Endet nach der zweiten Messe; das Material bleibt bei Krause Metallbau.",
    )
    story.move_to(245, State.EXPLORING, "Alle drei waren einzeln auf der Messe, zusammen wird es günstiger.")
    story.pledge(244, "krause", "Gestell bauen und aufbauen", "80", "h", value="55")
    story.pledge(244, "engel", "Standgestaltung", "60", "h", value="60")
    story.pledge(244, "fuchs", "Standdienst", "60", "h", value="50")
    story.measure(243, "krause", "Anfragen", "20", "Anfragen", -100)
    story.measure(243, "engel", "Folgeaufträge", "3", "Aufträge", -100)
    story.measure(243, "fuchs", "Anfragen", "30", "Anfragen", -100)
    story.task(242, "krause", "Gestell schweißen", 200, done=203)
    story.task(242, "engel", "Entwurf des Standes", 215, done=198)
    story.task(242, "fuchs", "Standdienst einteilen", 190, done=176)
    story.agree(240, active=236)
    for number in range(9):
        story.gave(225 - 22 * number, "krause", f"Gestell und Aufbau, Teil {number + 1}", "9", confirmed_by="engel")
    story.gave(196, "engel", "Entwurf des Standes", "8", confirmed_by="krause")
    story.gave(170, "fuchs", "Standdienst Samstag", "6", confirmed_by="krause")
    for day in (160, 110, 60):
        story.got(day, "fuchs", "Anfragen von der Messe", "2600", giver="krause")
        story.got(day - 2, "engel", "Folgeauftrag Messebau", "1900", giver="krause", thanks="Dank an Herrn Krause.")
    story.met(88, "Nachbesprechung der ersten Messe")
    story.task(46, "krause", "Gestell für die zweite Messe prüfen", -18)
    story.task(46, "engel", "Neue Banner bestellen", 9, moved={16: 9})
    story.task(46, "fuchs", "Standdienst zusagen", -5)
    story.gave(11, "krause", "Gestell ausgebessert", "7")


def catalogue(story: Story) -> None:
    """Silent: a good start, then daily business; the price list was promised twice."""
    story.start(210, title="Katalog mit Nordlicht", kind=Kind.COOPERATION, field=Field.MARKETING, mode=Mode.LIGHT)
    story.party(209, "becker", "becker", "becker2", "Einen Katalog drucken, der weiterempfohlen wird.")
    story.party(209, "nordlicht", "nowak", "roth", "Leuchten zeigen, ohne jedes Mal hinzufahren.")
    story.party(209, "yilmaz", "yilmaz", None, "Ein Stück für die Mappe.")
    story.terms(
        208,
        joint_goal="Ein gedruckter Leuchtenkatalog vor dem Winter.",
        goal_on=story.walk.ago(-20),
        starts_on=story.walk.ago(200),
        review_on=story.walk.ago(-8),
        rhythm_days=14,
        ending_terms="Endet, wenn der Katalog ausgeliefert ist, oder mit vier Wochen Ansage.",
    )
    story.move_to(208, State.EXPLORING, "Gespräch auf dem Sommerfest.")
    story.pledge(206, "becker", "Druck von 2.000 Stück", "2000", "Stück", kind=PledgeKind.MATERIAL, value="2.10")
    story.pledge(206, "nordlicht", "Texte und Fotos", "45", "h", value="62")
    story.pledge(206, "yilmaz", "Gestaltung", "30", "h", value="70")
    story.measure(205, "becker", "Folgeaufträge aus dem Katalog", "3", "Aufträge", -150)
    story.measure(205, "nordlicht", "Anfragen mit Katalognummer", "40", "Anfragen", -150)
    story.measure(205, "yilmaz", "Empfehlungen", "2", "Empfehlungen", -150)
    story.task(204, "becker", "Papiermuster schicken", 190, done=189)
    story.task(204, "nordlicht", "Produktliste", 180, done=178)
    story.task(204, "yilmaz", "Zwei Entwürfe", 165, done=160)
    story.agree(202, active=200)
    for number in range(7):
        story.gave(175 - 19 * number, "nordlicht", f"Texte, Kapitel {number + 1}", "6", confirmed_by="becker")
    story.gave(150, "yilmaz", "Entwürfe und Satz", "18", confirmed_by="nordlicht")
    story.met(96, "Probeseiten zusammen angesehen")
    story.got(90, "yilmaz", "Entwurf in der Mappe gezeigt", None, giver="nordlicht", thanks="Schöne Fotos, danke.")
    story.task(
        80,
        "becker",
        "Preisliste für den Druck",
        50,
        moved={52: 24, 38: 10},
        for_firm="nordlicht",
        done_when="Preise je Auflage liegen Nordlicht vor",
    )
    story.task(70, "yilmaz", "Umschlag setzen", -10)


def service_north(story: Story) -> None:
    """With a conflict: who drives out at night is disputed; the team asked for a coach."""
    story.start(190, title="Kundendienst Nord", kind=Kind.ALLIANCE, field=Field.SERVICE)
    story.party(188, "schulze", "schulze", None, "Keine Nachtschicht mehr allein.")
    story.party(188, "nordlicht", "nowak", "roth", "Wartungsverträge statt Feuerwehr.")
    story.party(188, "krause", "krause", None, "Schlösser und Türen gleich mitmachen.")
    story.terms(
        186,
        mode=Mode.FULL,
        joint_goal="Ein Notdienst für 400 Wohnungen, in zwei Stunden vor Ort.",
        goal_on=story.walk.ago(-140),
        starts_on=story.walk.ago(175),
        review_on=story.walk.ago(-21),
        rhythm_days=14,
        ending_terms="Kündigung mit sechs Wochen; Verträge mit Hausverwaltungen werden aufgeteilt.",
    )
    story.move_to(185, State.EXPLORING, "Die Hausverwaltung sucht einen Ansprechpartner.")
    story.pledge(184, "schulze", "Nachtdienste Heizung", "120", "h", value="64")
    story.pledge(184, "nordlicht", "Nachtdienste Elektro", "120", "h", value="62")
    story.pledge(184, "krause", "Türöffnungen", "60", "h", value="55")
    story.measure(183, "schulze", "Nächte ohne Bereitschaft", "15", "Nächte", -140)
    story.measure(183, "nordlicht", "Wartungsverträge", "12", "Verträge", -140)
    story.measure(183, "krause", "Neue Türen", "8", "Aufträge", -140)
    story.task(182, "schulze", "Dienstplan entwerfen", 170, done=171)
    story.task(182, "nordlicht", "Gemeinsame Rufnummer schalten", 165, done=166)
    story.task(182, "krause", "Preisliste Türöffnungen", 165, done=164)
    story.agree(178, active=175)
    for number in range(8):
        story.gave(160 - 18 * number, "schulze", f"Nachtdienst Woche {2 * number + 1}", "12", confirmed_by="krause")
        story.gave(152 - 18 * number, "krause", f"Türöffnungen Woche {2 * number + 2}", "4", confirmed_by="schulze")
    story.gave(120, "nordlicht", "Nachtdienst im Juli", "10", confirmed_by="schulze")
    story.gave(
        40,
        "nordlicht",
        "Nachtdienst im Herbst",
        "14",
        disputed_by="schulze",
        reason="Nach unserem Plan waren es zwei Nächte, also 8 Stunden.",
    )
    story.got(100, "nordlicht", "Wartungsvertrag Lindenhof", "4200", giver="schulze")
    story.met(34, "Aussprache über den Dienstplan, ohne Ergebnis")
    story.task(28, "schulze", "Dienstplan für den Winter", -4)
    story.task(28, "nordlicht", "Nächte im Januar zusagen", 12)
    story.gave(9, "krause", "Türöffnungen im November", "5")
