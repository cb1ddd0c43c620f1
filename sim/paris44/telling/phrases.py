"""What is said of moments and of changes, in English and in French: the one place for these words.

A sentence is a template of :attr:`Tongue.phrases`; the two languages have the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from paris44.scenario.dist import Dist


@dataclass(frozen=True)
class Tongue:
    """A language: its templates, its words for what a file holds, and what it calls the scenario's titles."""

    phrases: Mapping[str, str]
    verbs: Mapping[str, tuple[str, str]]
    """Event -> what one has done, and what several have."""
    months: tuple[str, ...]
    things: Mapping[str, str]
    """Section -> one of its rows, as the templates need it."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Field of a row -> its name, where that is not the file's own."""
    values: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Title or name in the scenario -> the same in this language, where it is known."""

    def say(self, phrase: str, **parts: str) -> str:
        """A template with its gaps filled."""
        return self.phrases[phrase].format_map(parts)

    def title(self, text: str) -> str:
        """A title or name of the scenario."""
        return self.titles.get(text, text)

    def field(self, name: str) -> str:
        """The name of a field of a row, as a change of a file is told."""
        return self.fields.get(name, name.replace("_", " "))

    def value(self, value: Any) -> str:  # noqa: ANN401 - any value of a file
        """A value as a file writes it, on one line."""
        if isinstance(value, list):
            return "[" + ", ".join(self.value(item) for item in value) + "]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.value(child)}" for key, child in value.items()) + "}"
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return self.values.get(text) or self.title(text)

    def verb(self, event: str, who: str) -> str:
        """What ``who`` has done."""
        return self.verbs[event][is_plural(who)]

    def law(self, dist: Dist) -> str:
        """A duration, certain or uncertain."""
        if dist.is_fixed:
            return duration(dist.median)
        step = 60 if dist.median >= 600 else 1  # nobody believes the seconds of an uncertain hour
        low, middle, high = (duration(round(dist.at(u) / step) * step) for u in (0.05, 0.5, 0.95))
        return self.say("about", middle=middle, low=low, high=high)


def duration(seconds: float) -> str:
    """Seconds in words: ``100 min``, ``26 h 30 min``, ``45 s``; the sign is left out."""
    whole = abs(round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    if hours >= 4:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if whole >= 60 or whole == 0:
        return f"{hours * 60 + minutes} min" + (f" {secs} s" if secs else "")
    return f"{secs} s"


MANY = {
    "battalions", "companies", "engineers", "guards", "guns", "police", "squadrons", "tanks", "teams",
    "trains", "troops", "avant-gardes", "bataillons", "canons", "chars", "compagnies", "groupes", "policiers",
    "équipes",
}  # fmt: skip
"""Nouns that stand for several, in either language, where a name ends with them or begins so."""
_FURTHER = re.compile(r" (?:of|on|in|with|that|at|du|de|des|dans|avec|sur|qui) .*")


def is_plural(name: str) -> bool:
    """Whether the name of a formation takes a verb in the plural: trains, companies, this and that."""
    parts = [_FURTHER.sub("", part).lower().split() for part in re.sub(r"\s*\([^)]*\)", "", name).split(", ")]
    return any({"and", "et"} & set(words) or {*words[:1], *words[-1:]} & MANY for words in parts)


ENGLISH = Tongue(
    phrases={
        "removed": "the {thing} {name} is removed",
        "added": "the {thing} {name} is added",
        "field": "{field} of the {thing} {name}: {words}",
        "head": "the scenario's {field}: {words}",
        "sorted": "the orders stand in another order",
        "moved": "{new}, instead of {old}",
        "changed": "{new} instead of {old}",
        "new": "{new}, not stated before",
        "gone": "no longer stated (it was {old})",
        "shift-later": ", {time} later",
        "shift-earlier": ", {time} earlier",
        "when": "when {what}",
        "not-before": "and not before {what}",
        "first-light": "at the next first light",
        "sunrise": "at the next sunrise",
        "sunset": "at the next sunset",
        "dusk": "at the next dusk",
        "clock": "at {clock}",
        "later": "{time} later",
        "at-once": "at once",
        "about": "about {middle} ({low} to {high})",
        "given": "{quoted} is given",
        "beaten": "{who} no longer resists",
        "barred": "{who} is barred with less daylight left than {what}",
        "all": " and ",
        "any": " or ",
        "happened": "{who} {verb} {where}",
        "visit": " for the {ordinal} time",
        "garrison": "the garrison of {place}",
        "somebody": "somebody",
        "any-place": "any place",
        "answer-nothing": "Nothing moves: all {count} outcomes are equal in {n} of {n} pairs.",
        "answer-headline": "{label}: {told}; {how}",
        "answer-moves": "{old} becomes {new} (medians)",
        "answer-same": "{value} in both (medians)",
        "answer-never-word": "never",
        "answer-never": "; never in {old}, then in {new} of {n}",
        "answer-pairs": "{ways} of {n} pairs",
        "answer-earlier": "earlier in {k}",
        "answer-later": "later in {k}",
        "answer-less": "less in {k}",
        "answer-more": "more in {k}",
        "answer-by": ", the median pair by {size} (95 %: {low} to {high})",
        "answer-unsure-time": "earlier in {less}, later in {more} of {n} pairs: which way is not sure",
        "answer-unsure-number": "less in {less}, more in {more} of {n} pairs: which way is not sure",
        "answer-count": "{moved} of {count} outcomes move.",
        "answer-equal": "Equal in {n} of {n} pairs: {names}.",
        "answer-others": "{count} more",
        "answer-all-of": "{count} outcomes",
        "answer-way": "On the way {moved} of {count} arrivals differ in some pair.",
        "answer-parted": "{parted} formations part from their other march, {whole} of them always join it "
            "again, {never} never do.",
        "answer-way-equal": "On the way too all {count} arrivals are equal in {n} of {n} pairs.",
        "answer-chances": "Come by {when}, in {base} and in {other}: {chances}.",
        "answer-chance": "{label}, {old} and {new}",
        "answer-held": "{who} ({k} of {n} replications, {wait} in the median of these)",
        "answer-line-held": "In {world} the line “{line}” holds {held}{early}.",
        "answer-line-slack":
            "In {world} the line “{line}” holds nobody in {n} of {n} replications: the first to come "
            "to it comes {middle} after it has opened (median; at the least {least}){early}.",
        "answer-line-nobody":
            "In {world} nobody is held by the line “{line}”, and nobody comes to it once it has "
            "opened{early}.",
        "answer-early": "; in {k} of {n} somebody crosses it against the order or before it is known",
        "answer-road-used": "In {world} {road} is used by {who} ({k} of {kept} replications with tracks).",
        "answer-road-nobody": "In {world} nobody uses {road} ({kept} replications with tracks).",
        "answer-removes":
            "The change itself removes the order “{order}”, which brings about “{label}” in {k} of "
            "{kept} replications of {world} with tracks.",
        "answer-adds":
            "The change itself adds the order “{order}”, which brings about “{label}” in {k} of "
            "{kept} replications of {world} with tracks.",
        "figure-value": "the parameter {name}",
        "figure-fight": "the length of the fight at {name}",
        "figure-present": "whether a post stands at {name}",
        "figure-night": "how long after dark the post at {name} leaves",
        "figure-prisoners": "the prisoners taken at {name}",
        "figure-tanks": "the tanks lost at {name}",
        "figure-killed": "the killed of {who} at {name}",
        "figure-wounded": "the wounded of {name}",
        "figure-per-pocket": "the killed of {name} at each pocket",
        "figure-factor": "how much the crowd {name} slows the march",
        "figure-slip": "the late start under “{name}”",
        "figure-fuel": "the fuel halt under “{name}”",
        "figure-speed": "the rate of march under “{name}”",
        "figure-city-speed": "the speed in streets under “{name}”",
        "figure-transmission": "how long “{name}” takes to arrive",
        "figure-delay": "the delay before “{name}”",
        "figure-headway": "the distance of vehicles under “{name}”",
        "figure-unit-gap": "the gap between units under “{name}”",
        "figure-serial-gap": "the gap between serials under “{name}”",
        "figure-duration": "how long “{name}” takes",
        "figure-chance": "whether “{name}” comes about",
        "figure-persuasion": "how long it takes to persuade the garrison at {name}",
        "figure-breakdowns": "breakdowns on the march",
        "evidence-carries":
            "{what} (grade {grade}: {source}) carries {share} % [{low}-{high}] of the spread of “{label}”: "
            "{look}.",
        "evidence-whether":
            "Of whether it comes at all {what} (grade {grade}: {source}) carries {share} % [{low}-{high}]: "
            "{look}.",
        "evidence-logs": "look in what the tables name as logs of the time for it: {titles}",
        "evidence-whose": "look for a log of {who}; the tables name none, only {titles}",
        "evidence-whose-none": "look for a log of {who}; the tables name no source for it",
        "evidence-cited": "the tables name no log of the time for it, only {titles}",
        "evidence-none": "the tables name no source for it",
        "evidence-nothing":
            "No single figure carries more of the spread of “{label}” than luck alone could: {luck} % in {n} "
            "replications.",
        "evidence-never": "“{label}” does not come in {k} of {n} replications: in the spread, never is later "
            "than everything.",
        "evidence-few":
            "{n} replications of “{label}” are too few to say what carries its spread: at least {least}.",
        "evidence-same": "“{label}” is the same in all {n} replications: there is no spread to explain.",
        "evidence-untold":
            "The dice behind “{label}” are too many and too small to be told apart ({n} replications).",
        "evidence-all-never": "“{label}” comes in none of {n} replications: there is no spread to explain.",
    },
    verbs={
        "depart": ("has left", "have left"), "pass": ("has passed", "have passed"),
        "arrive": ("has come to", "have come to"),
        "contact": ("has met the enemy at", "have met the enemy at"),
        "cleared": ("has cleared", "have cleared"), "surrender": ("surrenders at", "surrender at"),
        "cross_bridge": ("has crossed", "have crossed"),
        "enter_city": ("has entered the city at", "have entered the city at"),
        "junction": ("has joined at", "have joined at"), "sign": ("has signed at", "have signed at"),
        "order": ("has its order at", "have their order at"), "parade": ("parades at", "parade at"),
    },
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    things={
        "theatre": "theatre", "sides": "side", "parties": "party", "blocks": "block of days",
        "light": "light of the day", "groups": "group", "axes": "road of a graph", "captions": "caption",
        "claims": "total",
        "places": "place", "roads": "road", "bridges": "bridge", "formations": "formation",
        "garrisons": "garrison", "orders": "order", "weather": "weather", "crowds": "crowd",
        "attrition": "losses", "parameters": "parameter", "watch": "watched event", "record": "record row",
        "outcomes": "outcome", "sources": "source", "contradictions": "contradiction",
    },
)  # fmt: skip

FRENCH = Tongue(
    phrases={
        "removed": "suppression {thing} {name}",
        "added": "ajout {thing} {name}",
        "field": "{field} {thing} {name} : {words}",
        "head": "{field} du scénario : {words}",
        "sorted": "les ordres se suivent autrement",
        "moved": "{new} (auparavant : {old})",
        "changed": "{new} (auparavant : {old})",
        "new": "{new} (auparavant : rien)",
        "gone": "plus rien (auparavant : {old})",
        "shift-later": ", {time} plus tard",
        "shift-earlier": ", {time} plus tôt",
        "when": "quand {what}",
        "not-before": "et au plus tôt quand {what}",
        "first-light": "au prochain point du jour",
        "sunrise": "au prochain lever du soleil",
        "sunset": "au prochain coucher du soleil",
        "dusk": "au prochain crépuscule",
        "clock": "à {clock}",
        "later": "{time} plus tard",
        "at-once": "aussitôt",
        "about": "environ {middle} ({low} à {high})",
        "given": "l’ordre « {order} » est donné",
        "beaten": "{who} ne résiste plus",
        "barred": "un barrage arrête {who} avec moins de jour restant que {what}",
        "all": " et ",
        "any": " ou ",
        "happened": "{who} {verb} {where}",
        "visit": " pour la {number}e fois",
        "garrison": "la garnison ({place})",
        "somebody": "quelqu’un",
        "any-place": "un lieu quelconque",
        "answer-nothing": "Rien ne bouge : les {count} résultats sont égaux dans {n} paires sur {n}.",
        "answer-headline": "{label} : {told} ; {how}",
        "answer-moves": "{old}, puis {new} (médianes)",
        "answer-same": "{value} dans les deux cas (médianes)",
        "answer-never-word": "jamais",
        "answer-never": " ; jamais dans {old}, puis dans {new} tirages sur {n}",
        "answer-pairs": "{ways} sur {n} paires",
        "answer-earlier": "plus tôt dans {k}",
        "answer-later": "plus tard dans {k}",
        "answer-less": "moins dans {k}",
        "answer-more": "plus dans {k}",
        "answer-by": ", de {size} dans la paire médiane (95 % : {low} à {high})",
        "answer-unsure-time":
            "plus tôt dans {less}, plus tard dans {more} paires sur {n} : le sens n’est pas sûr",
        "answer-unsure-number": "moins dans {less}, plus dans {more} paires sur {n} : le sens n’est pas sûr",
        "answer-count": "{moved} résultats sur {count} bougent.",
        "answer-equal": "Égaux dans {n} paires sur {n} : {names}.",
        "answer-others": "{count} autres",
        "answer-all-of": "{count} résultats",
        "answer-way": "En route, {moved} passages sur {count} diffèrent dans au moins une paire.",
        "answer-parted": "{parted} formations s’écartent de leur autre marche ; {whole} la rejoignent "
            "toujours, {never} jamais.",
        "answer-way-equal": "En route aussi, les {count} passages sont égaux dans {n} paires sur {n}.",
        "answer-chances": "Survenu avant le {when}, dans {base} et dans {other} : {chances}.",
        "answer-chance": "{label}, {old} et {new}",
        "answer-held": "{who} ({k} tirages sur {n}, {wait} dans leur médiane)",
        "answer-line-held": "Dans {world}, la ligne « {line} » retient {held}{early}.",
        "answer-line-slack":
            "Dans {world}, la ligne « {line} » ne retient personne dans {n} tirages sur {n} : le "
            "premier qui y vient arrive {middle} après son ouverture (médiane ; au moins "
            "{least}){early}.",
        "answer-line-nobody":
            "Dans {world}, la ligne « {line} » ne retient personne, et personne n’y vient après son "
            "ouverture{early}.",
        "answer-early":
            " ; dans {k} sur {n}, quelqu’un la franchit contre l’ordre ou avant d’en avoir "
            "connaissance",
        "answer-road-used":
            "Dans {world}, {road} sert à {who} ({k} tirages sur {kept} dont la marche est gardée).",
        "answer-road-nobody":
            "Dans {world}, {road} ne sert à personne ({kept} tirages dont la marche est gardée).",
        "answer-removes":
            "Le changement supprime lui-même l’ordre « {order} », qui amène « {label} » dans {k} "
            "tirages sur {kept} de {world} dont la marche est gardée.",
        "answer-adds":
            "Le changement ajoute lui-même l’ordre « {order} », qui amène « {label} » dans {k} "
            "tirages sur {kept} de {world} dont la marche est gardée.",
        "figure-value": "le paramètre {name}",
        "figure-fight": "la durée du combat ({name})",
        "figure-present": "la présence d’un poste ({name})",
        "figure-night": "le délai du départ de nuit du poste ({name})",
        "figure-prisoners": "les prisonniers ({name})",
        "figure-tanks": "les chars perdus ({name})",
        "figure-killed": "les tués ({who}, {name})",
        "figure-wounded": "les blessés ({name})",
        "figure-per-pocket": "les tués par îlot ({name})",
        "figure-factor": "le ralentissement par la foule ({name})",
        "figure-slip": "le retard au départ de l’ordre « {name} »",
        "figure-fuel": "la halte de ravitaillement de l’ordre « {name} »",
        "figure-speed": "l’allure de marche de l’ordre « {name} »",
        "figure-city-speed": "la vitesse dans les rues de l’ordre « {name} »",
        "figure-transmission": "le délai de transmission de l’ordre « {name} »",
        "figure-delay": "le délai avant l’ordre « {name} »",
        "figure-headway": "l’écart des véhicules de l’ordre « {name} »",
        "figure-unit-gap": "l’écart des unités de l’ordre « {name} »",
        "figure-serial-gap": "l’écart des éléments de l’ordre « {name} »",
        "figure-duration": "la durée de l’ordre « {name} »",
        "figure-chance": "l’exécution de l’ordre « {name} »",
        "figure-persuasion": "le temps de persuasion de la garnison ({name})",
        "figure-breakdowns": "les pannes en marche",
        "evidence-carries":
            "{what} (note {grade} : {source}) porte {share} % [{low}-{high}] de la dispersion de "
            "« {label} » : {look}.",
        "evidence-whether":
            "De sa venue ou non, {what} (note {grade} : {source}) porte {share} % [{low}-{high}] : {look}.",
        "evidence-logs": "chercher dans les journaux de l’époque que les tables nomment : {titles}",
        "evidence-whose": "chercher un journal de {who} ; les tables n’en nomment aucun, seulement {titles}",
        "evidence-whose-none": "chercher un journal de {who} ; les tables ne nomment aucune source",
        "evidence-cited": "les tables ne nomment aucun journal de l’époque, seulement {titles}",
        "evidence-none": "les tables ne nomment aucune source",
        "evidence-nothing":
            "Aucune donnée ne porte à elle seule plus de la dispersion de « {label} » que le hasard n’en "
            "donnerait : {luck} % dans {n} tirages.",
        "evidence-never": "« {label} » ne vient pas dans {k} tirages sur {n} : dans la dispersion, jamais "
            "est plus tard que tout.",
        "evidence-few":
            "{n} tirages de « {label} » sont trop peu pour dire d’où vient sa dispersion : au moins {least}.",
        "evidence-same": "« {label} » est égal dans les {n} tirages : aucune dispersion à expliquer.",
        "evidence-untold":
            "Les dés derrière « {label} » sont trop nombreux et trop petits pour être distingués ({n} "
            "tirages).",
        "evidence-all-never":
            "« {label} » ne vient dans aucun des {n} tirages : aucune dispersion à expliquer.",
    },
    verbs={
        "depart": ("a quitté", "ont quitté"), "pass": ("a dépassé", "ont dépassé"),
        "arrive": ("a atteint", "ont atteint"),
        "contact": ("a rencontré l’ennemi en ce lieu :", "ont rencontré l’ennemi en ce lieu :"),
        "cleared": ("a nettoyé", "ont nettoyé"),
        "surrender": ("se rend en ce lieu :", "se rendent en ce lieu :"),
        "cross_bridge": ("a franchi", "ont franchi"),
        "enter_city": ("est en ville par", "sont en ville par"),
        "junction": ("a fait sa jonction :", "ont fait leur jonction :"),
        "sign": ("a signé en ce lieu :", "ont signé en ce lieu :"),
        "order": ("a son ordre en ce lieu :", "ont leur ordre en ce lieu :"),
        "parade": ("défile en ce lieu :", "défilent en ce lieu :"),
    },
    months=(
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
    things={
        "theatre": "du théâtre", "sides": "du côté", "parties": "du camp", "blocks": "du groupe de jours",
        "light": "de la lumière du jour",
        "groups": "du groupe", "axes": "de l’axe", "captions": "de la légende",
        "claims": "du total",
        "places": "du lieu", "roads": "de la route", "bridges": "du pont", "formations": "de la formation",
        "garrisons": "de la garnison", "orders": "de l’ordre", "weather": "de l’épisode météo",
        "crowds": "de la foule",
        "attrition": "des pertes", "parameters": "du paramètre", "watch": "de l’événement suivi",
        "record": "de l’heure attestée", "outcomes": "du résultat", "sources": "de la source",
        "contradictions": "de la contradiction",
    },
    fields={
        "city": "ville", "clock": "heure locale", "colour": "couleur", "credit": "crédit", "day": "jour",
        "drawn_as": "nom du tirage", "dusk": "nuit", "enemies": "ennemis", "first_light": "point du jour",
        "french": "textes français", "at_least": "au moins", "compared": "comparés", "hue": "teinte",
        "landmarks": "repères", "loss": "perte", "map_east": "carte, est", "map_north": "carte, nord",
        "map_south": "carte, sud", "map_west": "carte, ouest", "named": "nommés", "page": "nom sur la page",
        "page_fr": "nom français sur la page", "text": "texte", "text_fr": "texte français",
        "short": "nom bref", "told": "dit par",
        "judged_from": "jugé depuis", "killed_per_pocket": "tués par îlot",
        "light_lat": "latitude de la lumière", "light_lon": "longitude de la lumière", "nations": "nations",
        "objective": "objectif", "regular": "troupe régulière", "seed": "graine", "side": "côté",
        "sunrise": "lever du soleil", "sunset": "coucher du soleil",
        "city_fr": "ville en français", "credit_fr": "crédit en français", "name_fr": "nom en français",
        "action": "action", "active_from": "présence depuis", "active_to": "présence jusqu’à",
        "among": "destinataires", "applies_to": "troupes soumises", "armour": "chars",
        "at": "heure",
        "avoid_roads": "routes à éviter", "bars": "lieux barrés",
        "before": "avant l’ordre", "moves_with": "lié à l’heure de",
        "bridge": "pont", "by": "auteur", "capacity_vph": "débit", "category": "catégorie",
        "chance": "probabilité", "class": "classe", "closed": "fermeture",
        "detail": "détail", "disobeyed_by": "troupes qui désobéissent",
        "duration": "durée", "each": "compté une fois", "each_place": "un résultat par lieu", "end": "fin",
        "event": "événement", "events": "événements", "factor": "facteur", "fight": "combat",
        "formation": "formation", "formations": "formations", "from": "début", "fuel_at": "plein d’essence",
        "garrison": "garnison", "garrisons": "garnisons", "goal": "but", "group": "groupe",
        "label": "nom affiché", "label_fr": "nom français", "main": "principal", "of": "résultats réunis",
        "parties": "camps", "percent": "part", "place_kind": "genre de lieu",
        "shown": "camps montrés", "tail": "dernier véhicule",
        "unit": "unité", "what": "sortes de pertes",
        "grade": "note", "guns": "canons", "guns_88": "canons de 88", "half_tracks": "half-tracks",
        "halts": "haltes", "headway": "écart des véhicules", "hi": "borne haute", "how": "mesure",
        "issued": "moment", "killed_per_hour": "tués par heure", "kind": "genre",
        "river": "cours d’eau",
        "river_km": "km le long du cours d’eau", "toward": "vers", "lat": "latitude", "length_km": "longueur",
        "licence": "licence", "lifted": "levée", "literal": "sens littéral", "lo": "borne basse",
        "load_class_t": "charge admise", "lon": "longitude", "march_day": "jour de marche",
        "may_pass": "droit de doubler", "men": "hommes", "name": "nom", "nation": "nation",
        "note": "remarque", "number": "numéro", "on_contact": "conduite au contact",
        "on_route": "sur l’itinéraire", "other_guns": "autres canons", "parent": "rattachement",
        "part_of": "appartenance", "party": "camp", "passage_event": "sens du passage",
        "persuasion": "persuasion", "place": "lieu", "places": "lieux", "pocket": "îlot",
        "points": "points", "policy": "choix de la route", "priority": "priorité", "record": "sources",
        "reduce": "garnisons à réduire", "remainder": "reste", "rest": "repos", "roads": "routes",
        "route": "itinéraire",
        "serial_gap": "écart des éléments", "serials": "éléments de la colonne", "set_on": "réglé sur",
        "shown_in": "montré dans", "single_track": "voie unique", "slip": "retard au départ",
        "soft_vehicles": "camions et voitures", "source": "source", "speed": "vitesse",
        "speed_kmh": "vitesse", "start": "départ", "start_point": "point initial", "state": "état",
        "state_text": "état selon la source", "statement": "récit", "supersedes": "ordres remplacés",
        "tanks": "chars", "time": "heure", "title": "titre", "to": "fin", "transmission": "transmission",
        "type": "type", "unit_gap": "écart des unités", "until": "fin", "url": "adresse",
        "value": "valeur", "vehicles": "véhicules", "wounded_per_hour": "blessés par heure",
    },
    values={
        "true": "oui", "false": "non", "attack": "attaquer", "flank": "déborder", "bypass": "contourner",
        "wait": "attendre", "ordered": "la route ordonnée", "quickest": "la plus rapide",
        "avoid": "éviter l’ennemi", "intact": "intact", "mined": "miné", "blown": "détruit",
        "seized": "saisi", "repaired": "réparé", "rain": "pluie", "fog": "brouillard", "dry": "temps sec",
        "modeller's judgement": "estimation des auteurs",
    },
)  # fmt: skip

UNITS = {"veh/h": "vehicles per hour"}
"""What people say for a unit, where that is not what a file writes."""
